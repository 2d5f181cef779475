import {
  authAccountErased,
  courseAccountErased,
  mediaAccountErased,
  notificationAccountErased,
  paymentAccountErased,
  profileAccountErased,
  ratingAccountErased,
} from '@studynotion/contracts';
import { type Subscriber, subscriber } from '@studynotion/service-kit';
import type { ErasingService } from '../data/erasure-model.ts';
import type { Erasures } from '../data/erasures.ts';

/** What each service says when it holds nothing of a person any more. */
export const receipts = {
  'auth-service': authAccountErased,
  'user-profile-service': profileAccountErased,
  'course-service': courseAccountErased,
  'payment-service': paymentAccountErased,
  'rating-review-service': ratingAccountErased,
  'notification-service': notificationAccountErased,
  'media-service': mediaAccountErased,
} as const satisfies Readonly<Record<ErasingService, unknown>>;

export function onAccountErased({ erasures }: { readonly erasures: Erasures }): readonly Subscriber[] {
  return (Object.keys(receipts) as ErasingService[]).map((service) =>
    subscriber(receipts[service], ({ aggregateId, erasedAt }) =>
      erasures.note(aggregateId, service, new Date(erasedAt)),
    ),
  );
}
