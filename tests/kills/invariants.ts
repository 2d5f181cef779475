import type { Booking, Course, Everything, Order, Review } from './everything.ts';

/**
 * What must hold whenever nothing is under way, whatever died before. @returns each thing that does not, in words; empty
 * where everything fits together
 */
export function brokenInvariants(found: Everything): readonly string[] {
  return [
    ...brokenPeople(found),
    ...brokenEnrollments(found),
    ...brokenMoney(found),
    ...brokenProgress(found),
    ...brokenRatings(found),
    ...brokenMedia(found),
    ...brokenMails(found),
    ...brokenCopies(found),
    ...found.webhooks.filter(isUnfinished).map(({ _id, event, state }) => `webhook ${_id} ${event} is ${state}`),
    ...found.deadLetters.map(({ app, topic, eventId }) => `${app} gave up on ${topic} ${eventId}`),
  ];
}

const isUnfinished = ({ state }: Everything['webhooks'][number]): boolean => !['applied', 'ignored'].includes(state);

function brokenPeople({ accounts, profiles, erasures }: Everything): string[] {
  const profileOf = byId(profiles);
  const addresses = accounts.flatMap(({ email, deletedAt }) => (deletedAt === undefined ? [email.toLowerCase()] : []));
  return [
    ...repeated(addresses).map((email) => `two accounts have the address ${email}`),
    ...accounts.flatMap(({ _id, deletedAt }) => {
      const profile = profileOf.get(_id);
      if (profile === undefined) return [`account ${_id} has no profile`];
      return (profile.erasedAt === undefined) === (deletedAt === undefined)
        ? []
        : [`account ${_id} and its profile do not agree on its deletion`];
    }),
    ...accounts.flatMap(({ _id, deletedAt }) => {
      if (deletedAt === undefined) return [];
      const receipts = erasures.filter(({ accountId }) => accountId === _id);
      return receipts.length === 1 && Object.keys(receipts[0]?.erasedAt ?? {}).length === 7
        ? []
        : [`the deletion of ${_id} has no receipt of every service`];
    }),
  ];
}

function brokenEnrollments({ accounts, courses, orders, enrollments, knownEnrollments, carts }: Everything): string[] {
  const [account, course, order] = [byId(accounts), byId(courses), byId(orders)];
  const active = enrollments.filter(({ state }) => state === 'active');
  const pairOf = ({ accountId, courseId }: (typeof enrollments)[number]) => `${accountId}:${courseId}`;
  // Enrolments of deleted accounts are kept under a pseudonym, by payment-service only.
  const living = active.filter(({ accountId }) => account.has(accountId)).map(pairOf);
  return [
    ...repeated(enrollments.map(pairOf)).map((pair) => `enrolment ${pair} is there twice`),
    ...active.flatMap((enrollment) => {
      const { _id, courseId, orderId, accountId } = enrollment;
      const bought = order.get(orderId);
      return [
        ...(course.has(courseId) ? [] : [`enrolment ${_id} is in no course`]),
        ...(bought === undefined ? [`enrolment ${_id} comes from no order`] : []),
        ...(account.has(accountId) || bought?.anonymizedAt !== undefined ? [] : [`enrolment ${_id} is nobody's`]),
        ...(bought === undefined || bought.accountId === accountId ? [] : [`enrolment ${_id} is of another's order`]),
      ];
    }),
    ...orders.flatMap(({ _id, accountId, items }) =>
      items
        .filter(({ enrollment, courseId }) => enrollment === 'granted' && !hasPair(active, accountId, courseId))
        .map(({ courseId }) => `order ${_id} brought no enrolment in ${courseId}`),
    ),
    ...Object.entries(knownEnrollments).flatMap(([app, known]) => [
      ...difference(living, known).map((pair) => `${app} does not know of enrolment ${pair}`),
      ...difference(known, living).map((pair) => `${app} knows enrolment ${pair}, which is none`),
    ]),
    ...courses.flatMap(({ _id, studentCount }) => {
      const students = living.filter((pair) => pair.endsWith(`:${_id}`)).length;
      return studentCount === students ? [] : [`course ${_id} says ${studentCount} students and has ${students}`];
    }),
    ...carts.flatMap(({ _id, items }) =>
      items
        .filter(({ courseId }) => !course.has(courseId))
        .map(({ courseId }) => `cart ${_id} holds no course: ${courseId}`),
    ),
    ...orders.flatMap(({ _id, accountId, anonymizedAt }) =>
      account.has(accountId) || anonymizedAt !== undefined ? [] : [`order ${_id} is nobody's`],
    ),
  ];
}

const hasPair = (enrollments: Everything['enrollments'], account: string, course: string): boolean =>
  enrollments.some(({ accountId, courseId }) => accountId === account && courseId === course);

function brokenMoney(found: Everything): string[] {
  const { bookings, orders } = found;
  const known = byId(orders);
  const [captured, refunded, booked] = [capturedBy(found), refundedBy(found), bookedBy(bookings)];
  return [
    ...bookings.flatMap(({ _id, legs, orderId }) => [
      ...(sum(legs) === 0 ? [] : [`booking ${_id} does not balance to 0`]),
      ...(known.has(orderId) ? [] : [`booking ${_id} is of no order`]),
    ]),
    ...repeated(bookings.map(({ _id }) => _id)).map((id) => `booking ${id} is there twice`),
    ...orders.flatMap((order) => [
      ...brokenOrder(order, captured(order)),
      ...(booked(order) === captured(order) - refunded(order)
        ? []
        : [
            `order ${order._id} has ${booked(order)} booked; Razorpay took ${captured(order)}, gave ${refunded(order)}`,
          ]),
    ]),
  ];
}

function brokenOrder({ _id, state, total, paidAt, fulfilment, refunds, items }: Order, captured: number): string[] {
  const isPaid = paidAt !== undefined;
  const owed = refunds.filter(({ status }) => !['processed', 'failed'].includes(status));
  return [
    ...(isPaid === (total.amount === 0 || captured > 0) ? [] : [`order ${_id} is ${state}, but ${captured} was paid`]),
    ...(!isPaid || fulfilment?.state === 'done' ? [] : [`order ${_id} is paid and not carried out`]),
    ...(isPaid && items.some(({ enrollment }) => enrollment === undefined) ? [`order ${_id} left a course out`] : []),
    ...(owed.length === 0 ? [] : [`order ${_id} still owes a refund`]),
  ];
}

function capturedBy({ razorpay }: Everything) {
  const paid = razorpay.payments.filter(({ status }) => ['captured', 'refunded'].includes(status));
  return ({ razorpayOrderId }: Order) => sum(paid.filter(({ orderId }) => orderId === razorpayOrderId));
}

function refundedBy({ razorpay: { payments, refunds } }: Everything) {
  const orderOf = new Map(payments.map(({ id, orderId }) => [id, orderId]));
  const processed = refunds.filter(({ status }) => status === 'processed');
  return ({ razorpayOrderId }: Order) =>
    sum(processed.filter(({ paymentId }) => orderOf.get(paymentId) === razorpayOrderId));
}

/** What the ledger says that Razorpay holds of an order's money. */
function bookedBy(bookings: readonly Booking[]) {
  const legs = bookings.flatMap(({ orderId, legs }) => legs.map((leg) => ({ orderId, ...leg })));
  const held = legs.filter(({ account }) => account === 'razorpay');
  return ({ _id }: Order) => sum(held.filter(({ orderId }) => orderId === _id));
}

function brokenProgress({ courses, progress, enrollments }: Everything): string[] {
  const course = byId(courses);
  return progress.flatMap(({ _id, accountId, courseId, completed = [], positions = {} }) => {
    const lectures = lecturesOf(course.get(courseId));
    return [
      ...(course.has(courseId) ? [] : [`progress ${_id} is in no course`]),
      ...(hasPair(enrollments, accountId, courseId) ? [] : [`progress ${_id} is of nobody who is enrolled`]),
      ...repeated(completed).map((lecture) => `progress ${_id} counts lecture ${lecture} twice`),
      ...difference([...completed, ...Object.keys(positions)], lectures).map(
        (lecture) => `progress ${_id} is in lecture ${lecture}, which is none`,
      ),
    ];
  });
}

const lecturesOf = (course: Course | undefined): string[] =>
  course?.sections.flatMap(({ lectures }) => lectures.map(({ id }) => id)) ?? [];

function brokenRatings({ courses, reviews, ratings, enrollments }: Everything): string[] {
  const [course, rating] = [byId(courses), byId(ratings)];
  const visible = reviews.filter(({ state }) => state === 'published');
  const writers = visible.flatMap(({ accountId, courseId }) =>
    accountId === undefined ? [] : [`${accountId}:${courseId}`],
  );
  return [
    ...repeated(writers).map((pair) => `review ${pair} is there twice`),
    ...visible.flatMap(({ _id, accountId, courseId }) => [
      ...(course.has(courseId) ? [] : [`review ${_id} is of no course`]),
      ...(accountId === undefined || hasPair(enrollments, accountId, courseId)
        ? []
        : [`review ${_id} is of somebody who is not enrolled`]),
    ]),
    ...courses.flatMap(({ _id, rating: shown }) => {
      const { counts, average, count } = comeTo(visible.filter(({ courseId }) => courseId === _id));
      const kept = rating.get(_id)?.counts ?? [0, 0, 0, 0, 0];
      return [
        ...(String(kept) === String(counts) ? [] : [`course ${_id} is rated ${kept}, its reviews say ${counts}`]),
        ...(shown.average === average && shown.count === count
          ? []
          : [`the catalogue shows ${shown.average} of ${shown.count} for ${_id} instead of ${average} of ${count}`]),
      ];
    }),
  ];
}

/** What rows come to, counted here. */
function comeTo(reviews: readonly Review[]) {
  const counts = [1, 2, 3, 4, 5].map((stars) => reviews.filter(({ rating }) => rating === stars).length);
  const stars = counts.reduce((total, count, place) => total + count * (place + 1), 0);
  const count = reviews.length;
  return { counts, count, average: count === 0 ? 0 : Math.round((stars * 10) / count) / 10 };
}

function brokenMedia({ courses, profiles, media, mediaUses }: Everything): string[] {
  const known = byId(media);
  const users = new Map<string, string[]>([
    ...profiles.map(({ _id, pictureMediaId: id }): [string, string[]] => [
      `profile:${_id}`,
      id === undefined ? [] : [id],
    ]),
    ...courses.map((course): [string, string[]] => [`course:${course._id}`, mediaOf(course)]),
  ]);
  const noted = byId(mediaUses);
  return [...users].flatMap(([user, shown]) => [
    ...shown.filter((id) => known.get(id)?.state !== 'ready').map((id) => `${user} shows ${id}, which is not there`),
    ...(String(noted.get(user)?.mediaIds.toSorted() ?? []) === String(shown.toSorted())
      ? []
      : [`media-service does not know what ${user} shows`]),
  ]);
}

const mediaOf = ({ status, thumbnail, sections }: Course): string[] =>
  status === 'deleted'
    ? []
    : [
        ...(thumbnail === undefined ? [] : [thumbnail.mediaId]),
        ...sections.flatMap(({ lectures }) =>
          lectures.flatMap(({ mediaId }) => (mediaId === undefined ? [] : [mediaId])),
        ),
      ];

/** Templates whose readers would rather have it twice than never; they have the same Message-ID then. */
const MAY_COME_TWICE = ['otp', 'password-reset', 'receipt', 'account-deleted', 'contact'];

function brokenMails({ orders, accounts, loggedMails, receivedMails }: Everything): string[] {
  const logged = byId(loggedMails);
  const received = (id: string | undefined) => receivedMails.filter(({ messageId }) => messageId === id).length;
  return [
    ...loggedMails
      .filter(({ state }) => ['sending', 'failed'].includes(state))
      .map(({ _id, state }) => `mail ${_id} is ${state}`),
    ...loggedMails.flatMap(({ _id, template, state, attempts, messageId }) => {
      if (messageId === undefined) return []; // of somebody who is gone
      const copies = received(messageId);
      const most = MAY_COME_TWICE.includes(template) ? attempts : 1;
      return [
        ...(copies <= most ? [] : [`mail ${_id} came ${copies} times in ${attempts} attempts`]),
        ...(state === 'sent' && copies === 0 ? [`mail ${_id} is sent, and nobody got it`] : []),
      ];
    }),
    ...orders.flatMap(({ _id, total, paidAt, anonymizedAt }) => {
      const mail = logged.get(`${total.amount === 0 ? 'enrolment' : 'receipt'}:${_id}`);
      if (paidAt === undefined || anonymizedAt !== undefined) return [];
      return mail === undefined ? [`nobody was told that order ${_id} is paid`] : [];
    }),
    ...(loggedMails.filter(({ template }) => template === 'welcome').length === accounts.length
      ? []
      : ['not everybody was welcomed']),
  ];
}

/** What payment-service and rating-review-service know of courses is what course-service says. */
function brokenCopies({ courses, prices, ratedCourses }: Everything): string[] {
  const [price, rated] = [byId(prices), byId(ratedCourses)];
  return courses
    .filter(({ status }) => status === 'published')
    .flatMap(({ _id, title, price: { amount } }) => {
      const offer = price.get(_id);
      return [
        ...(offer?.title === title && offer.price.amount === amount && offer.onSale
          ? []
          : [`the shop offers ${_id} otherwise`]),
        ...(rated.get(_id)?.title === title ? [] : [`reviews name course ${_id} otherwise`]),
      ];
    });
}

function byId<Item extends { readonly _id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item._id, item]));
}

const sum = (items: readonly { readonly amount: number }[]): number =>
  items.reduce((total, { amount }) => total + amount, 0);

const repeated = (items: readonly string[]): string[] => [
  ...new Set(items.filter((item, place) => items.indexOf(item) !== place)),
];

const difference = (items: readonly string[], others: readonly string[]): string[] =>
  items.filter((item) => !others.includes(item));
