import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppId } from '@studynotion/contracts';
import { installationNamed, within } from '@studynotion/local';
import { apps } from '@studynotion/platform';
import type { Databases } from '../support/databases.ts';
import { testInstance } from '../support/running-platform.ts';
import { type ReceivedMail, sandbox } from '../support/sandbox.ts';

/** What all databases, Razorpay and the mailboxes hold, as far as it has to fit together. */
export interface Everything {
  readonly accounts: readonly { readonly _id: string; readonly email: string; readonly deletedAt?: Date }[];
  readonly profiles: readonly {
    readonly _id: string;
    readonly email?: string;
    readonly firstName?: string;
    readonly about?: string;
    readonly pictureMediaId?: string;
    readonly erasedAt?: Date;
  }[];
  readonly erasures: readonly {
    readonly _id: string;
    readonly accountId: string;
    readonly begunAt?: Date;
    readonly erasedAt?: Readonly<Record<string, Date>>;
  }[];
  readonly courses: readonly Course[];
  readonly people: readonly { readonly _id: string; readonly about?: string }[];
  readonly progress: readonly {
    readonly _id: string;
    readonly accountId: string;
    readonly courseId: string;
    readonly completed?: readonly string[];
    readonly positions?: Readonly<Record<string, { readonly seconds: number }>>;
  }[];
  readonly orders: readonly Order[];
  readonly bookings: readonly Booking[];
  readonly enrollments: readonly {
    readonly _id: string;
    readonly accountId: string;
    readonly courseId: string;
    readonly state: string;
    readonly orderId: string;
  }[];
  /** Those that are active, by `<accountId>:<courseId>`, as the services know them that follow. */
  readonly knownEnrollments: Readonly<Record<'course-service' | 'rating-review-service', readonly string[]>>;
  readonly carts: readonly { readonly _id: string; readonly items: readonly { readonly courseId: string }[] }[];
  readonly prices: readonly Offer[];
  readonly webhooks: readonly { readonly _id: string; readonly event: string; readonly state: string }[];
  readonly reviews: readonly Review[];
  readonly ratings: readonly { readonly _id: string; readonly counts: readonly number[] }[];
  readonly ratedCourses: readonly Pick<Offer, '_id' | 'title' | 'onSale'>[];
  readonly media: readonly { readonly _id: string; readonly state: string }[];
  readonly mediaUses: readonly { readonly _id: string; readonly mediaIds: readonly string[] }[];
  readonly loggedMails: readonly {
    readonly _id: string;
    readonly template: string;
    readonly state: string;
    readonly attempts: number;
    readonly messageId?: string;
  }[];
  readonly receivedMails: readonly Pick<ReceivedMail, 'messageId' | 'subject'>[];
  readonly deadLetters: readonly { readonly app: AppId; readonly topic: string; readonly eventId: string }[];
  readonly razorpay: {
    readonly payments: readonly RazorpayPayment[];
    readonly refunds: readonly RazorpayRefund[];
  };
}

export interface Course {
  readonly _id: string;
  readonly status: string;
  readonly instructorId: string;
  readonly title: string;
  readonly summary?: string;
  readonly price: { readonly amount: number };
  readonly thumbnail?: { readonly mediaId: string };
  readonly sections: readonly {
    readonly lectures: readonly { readonly id: string; readonly title: string; readonly mediaId?: string }[];
  }[];
  readonly rating: { readonly average: number; readonly count: number };
  readonly studentCount: number;
}

export interface Order {
  readonly _id: string;
  readonly accountId: string;
  readonly state: string;
  readonly items: readonly { readonly courseId: string; readonly enrollment?: string }[];
  readonly total: { readonly amount: number };
  readonly razorpayOrderId?: string;
  readonly paidAt?: Date;
  readonly fulfilment?: { readonly state: string };
  readonly refunds: readonly { readonly status: string; readonly amount: number }[];
  readonly anonymizedAt?: Date;
}

export interface Booking {
  readonly _id: string;
  readonly kind: string;
  readonly orderId: string;
  readonly legs: readonly { readonly account: string; readonly amount: number }[];
}

interface Offer {
  readonly _id: string;
  readonly title: string;
  readonly price: { readonly amount: number };
  readonly onSale: boolean;
}

export interface Review {
  readonly _id: string;
  readonly state: string;
  readonly courseId: string;
  readonly accountId?: string;
  readonly rating?: number;
  readonly text?: string;
}

interface RazorpayPayment {
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
  readonly status: string;
}

interface RazorpayRefund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly status: string;
}

/** Reads all that came about since a moment; what other tests left before stays out. */
export async function readEverything(databases: Databases, since: Date): Promise<Everything> {
  const all = <Document>(app: AppId, collection: string, filter = {}) =>
    databases.find<Document>(app, collection, filter);
  const accounts = await all<Everything['accounts'][number]>('auth-service', 'accounts', {
    registeredAt: { $gte: since },
  });
  const accountIds = { $in: accounts.map(({ _id }) => _id) };
  const courses = await all<Course>('course-service', 'courses', { createdAt: { $gte: since } });
  const courseIds = { $in: courses.map(({ _id }) => _id) };
  const orders = await all<Order>('payment-service', 'orders', { createdAt: { $gte: since } });
  const orderIds = { $in: orders.map(({ _id }) => _id) };
  const activeIn = async (app: AppId) =>
    (await all<{ readonly _id: string }>(app, 'enrollments', { active: true }))
      .map(({ _id }) => _id)
      .filter((id) => courseIds.$in.includes(id.slice(id.indexOf(':') + 1)));
  return {
    accounts,
    courses,
    orders,
    profiles: await all('user-profile-service', 'profiles', { _id: accountIds }),
    erasures: await all('user-profile-service', 'erasures', { requestedAt: { $gte: since } }),
    people: await all('course-service', 'people', { _id: accountIds }),
    progress: await all('course-service', 'progress', { courseId: courseIds }),
    bookings: await all('payment-service', 'bookings', { orderId: orderIds }),
    enrollments: await all('payment-service', 'enrollments', { courseId: courseIds }),
    knownEnrollments: {
      'course-service': await activeIn('course-service'),
      'rating-review-service': await activeIn('rating-review-service'),
    },
    carts: await all('payment-service', 'carts', { _id: accountIds }),
    prices: await all('payment-service', 'price_list', { _id: courseIds }),
    webhooks: await all('payment-service', 'webhook_deliveries', { receivedAt: { $gte: since } }),
    reviews: await all('rating-review-service', 'reviews', { courseId: courseIds }),
    ratings: await all('rating-review-service', 'ratings', { _id: courseIds }),
    ratedCourses: await all('rating-review-service', 'courses', { _id: courseIds }),
    media: await all('media-service', 'media', { createdAt: { $gte: since } }),
    mediaUses: await usesOf(databases, [...courseIds.$in, ...accountIds.$in]),
    loggedMails: await all('notification-service', 'mails', { createdAt: { $gte: since } }),
    receivedMails: await mailsSince(since),
    deadLetters: await deadLettersSince(databases, since),
    razorpay: atRazorpay(orders),
  };
}

async function usesOf(databases: Databases, users: readonly string[]) {
  const ids = users.flatMap((id) => [`course:${id}`, `profile:${id}`]);
  return databases.find<Everything['mediaUses'][number]>('media-service', 'media_uses', { _id: { $in: ids } });
}

async function mailsSince(since: Date) {
  const query = new URLSearchParams({ since: since.toISOString(), limit: '10000' });
  return (await sandbox<{ items: ReceivedMail[] }>('GET', `/mails?${query}`)).items;
}

async function deadLettersSince(databases: Databases, since: Date) {
  const withDatabase = apps.filter(({ database }) => database !== undefined);
  const found = withDatabase.map(async ({ id: app }) => {
    const letters = await databases.find<{ readonly topic: string; readonly eventId: string }>(app, 'dead_letters', {
      receivedAt: { $gte: since },
    });
    return letters.map(({ topic, eventId }) => ({ app, topic, eventId }));
  });
  return (await Promise.all(found)).flat();
}

/** What the stand-in of Razorpay keeps on disk about these orders: the other side of the books. */
function atRazorpay(orders: readonly Order[]): Everything['razorpay'] {
  const ours = new Set(orders.map(({ razorpayOrderId }) => razorpayOrderId));
  const payments = kept<RazorpayPayment>('payments').filter(({ orderId }) => ours.has(orderId));
  const paid = new Set(payments.map(({ id }) => id));
  return { payments, refunds: kept<RazorpayRefund>('refunds').filter(({ paymentId }) => paid.has(paymentId)) };
}

function kept<Item>(kind: 'payments' | 'refunds'): Item[] {
  const folder = within(installationNamed(testInstance), 'data', 'sandbox', 'razorpay', kind);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).item);
}
