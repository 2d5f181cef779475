import { receiveCloudinaryNotification } from '@studynotion/contracts';
import { handler, NotAuthenticatedError, ok } from '@studynotion/service-kit';
import type { Parts } from '../parts.ts';

/** Whatever it tells, it only has the bytes looked at; so one that comes twice does no harm. */
export const receiveCloudinaryNotificationHandler = ({ checks, clock, media, provider }: Parts) =>
  handler(receiveCloudinaryNotification, async ({ rawBody, header }) => {
    const signature = header('x-cld-signature') ?? '';
    const timestamp = header('x-cld-timestamp') ?? '';
    if (!provider.isNotificationSigned({ body: rawBody, timestamp, signature, now: clock.now() }))
      throw new NotAuthenticatedError('webhook.signature-invalid');
    const mediaId = provider.uploadedIn(rawBody);
    if (mediaId === undefined) return ok({ received: true });
    await media.tell(mediaId);
    checks.wake();
    return ok({ received: true });
  });
