import { randomUUID } from 'node:crypto';
import {
  type Account,
  addToCart,
  changeMyProfile,
  completeLecture,
  completeUpload,
  createOrder,
  createUpload,
  deleteMyAccount,
  deleteMyReview,
  getCourse,
  getLearningCourse,
  getMedia,
  type Id,
  listCourses,
  listMyCourses,
  listReviews,
  logIn,
  type Order,
  putMyReview,
  removeFromCart,
  requestOtp,
  type SessionOpened,
  savePosition,
  setMyPicture,
  signUp,
  uncompleteLecture,
  verifyPayment,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { announcement, sendBytes } from '../support/media.ts';
import { newAddress, PASSWORD, signUpForm } from '../support/people.ts';
import { codeOf, waitForMail } from '../support/sandbox.ts';
import { payWithWebhooks, tryToPayInVain } from './bank.ts';
import { done, settle } from './patient-client.ts';
import { type Learner, toLearner, type World } from './world.ts';

/** Looks around as a visitor does. */
export async function browse({ chance, courses, tally }: World): Promise<void> {
  const visitor = { client: new ApiClient(), tally };
  await done(visitor, listCourses, 200, { query: { limit: String(1 + chance.below(20)) } });
  const course = chance.one(courses);
  if (course === undefined) return;
  await done(visitor, getCourse, 200, { params: { slug: course.slug } });
  await done(visitor, listReviews, 200, { params: { courseId: course.id } });
}

/** Signs up and logs in; from then on one of the learners. */
export async function signUpAndStay({ tally, learners, promises }: World): Promise<void> {
  const client = new ApiClient();
  const visitor = { client, tally };
  const email = newAddress();
  const { status } = await settle(visitor, requestOtp, [202, 'otp.too-soon'], { body: { email } });
  if (status !== 202) return; // the first request was carried out and its answer lost; a code is on its way, and that will do
  const otp = codeOf(await waitForMail(email, 'code', { seconds: 90 }));
  // A code is used up just before the account is written: whoever dies in between costs its owner another code.
  const made = await settle(visitor, signUp, [201, 'otp.invalid'], { body: signUpForm(email, otp) });
  if (made.status !== 201 && !made.isRepeat) throw new Error(`the code of ${email} was good and is refused`);
  if (made.status === 201) {
    const { id } = made.body as Account;
    promises.make(`account ${id}`, ({ accounts }) => accounts.some(({ _id }) => _id === id));
  }
  const opened = await settle(visitor, logIn, [200, 'login.failed'], { body: { email, password: PASSWORD } });
  if (opened.status !== 200) {
    if (made.status === 201) throw new Error(`${email} has an account and cannot log in`);
    return;
  }
  const { accessToken, account } = opened.body as SessionOpened;
  client.accessToken = accessToken;
  learners.push(toLearner({ client, email, password: PASSWORD, account }, tally));
}

export async function logInAgain(_: World, learner: Learner): Promise<void> {
  const { client, email, password } = learner;
  const { accessToken } = await done(learner, logIn, 200, { body: { email, password } });
  client.accessToken = accessToken;
}

export async function fillCart({ chance, courses, promises }: World, learner: Learner): Promise<void> {
  const course = chance.one(courses.filter(({ id }) => !learner.ordered.has(id)));
  if (course === undefined) return;
  const { account, inCart } = learner;
  const params = { courseId: course.id };
  const isWanted = !inCart.has(course.id);
  await done(learner, isWanted ? addToCart : removeFromCart, 200, { params });
  if (isWanted) inCart.add(course.id);
  else inCart.delete(course.id);
  promises.make(`cart of ${account.id} and ${course.id}`, ({ carts }) => {
    const cart = carts.find(({ _id }) => _id === account.id);
    return (cart?.items.some(({ courseId }) => courseId === course.id) ?? false) === isWanted;
  });
}

/** Orders a course and pays it, in one of the ways in which one learns of a payment. */
export async function buy(world: World, learner: Learner): Promise<void> {
  const { chance, courses } = world;
  const course = chance.one(courses.filter(({ id }) => !learner.ordered.has(id)));
  if (course === undefined) return browse(world);
  const { account } = learner;
  learner.ordered.add(course.id);
  const order = await placeOrder(world, learner, course.id);
  if (course.amount > 0) {
    if (chance.percent(15)) await tryToPayInVain(order);
    if (chance.percent(10)) return; // thought better of it
    if (chance.percent(15)) await pay(world, learner, await placeOrder(world, learner, course.id)); // a second tab
    await pay(world, learner, order);
  } else learner.courses.add(course.id);
  learner.inCart.delete(course.id);
  world.promises.make(`cart of ${account.id} and ${course.id}`, ({ carts }) =>
    carts.every(({ _id, items }) => _id !== account.id || items.every(({ courseId }) => courseId !== course.id)),
  );
  world.promises.make(`enrolment of ${account.id} in ${course.id}`, ({ enrollments }) =>
    enrollments.some(({ accountId, courseId }) => accountId === account.id && courseId === course.id),
  );
}

async function placeOrder({ promises }: World, learner: Learner, courseId: Id): Promise<Order> {
  const order = await done(learner, createOrder, 201, {
    body: { courseIds: [courseId] },
    headers: { 'idempotency-key': randomUUID() },
  });
  promises.make(`order ${order.id} of ${learner.account.id}`, ({ orders }) =>
    orders.some(({ _id }) => _id === order.id),
  );
  return order;
}

async function pay({ chance }: World, learner: Learner, order: Order): Promise<void> {
  const [webhooks, callback] = chance.one([
    [true, true],
    [true, false],
    [false, true],
  ] as const) ?? [true, true];
  const paid = await payWithWebhooks(order, webhooks);
  if (callback) {
    const body = { razorpayPaymentId: paid.razorpay_payment_id, razorpaySignature: paid.razorpay_signature };
    await done(learner, verifyPayment, 200, { params: { orderId: order.id }, body });
    for (const { courseId } of order.items) learner.courses.add(courseId);
  }
}

/** Reads, completes a lecture or takes that back, or watches on. */
export async function learn(world: World, learner: Learner): Promise<void> {
  const { chance, promises } = world;
  const courseId = await courseOf(world, learner);
  if (courseId === undefined) return browse(world);
  const { account } = learner;
  const { sections, progress } = await done(learner, getLearningCourse, 200, { params: { courseId } });
  if (progress.percent < 0 || progress.percent > 100) throw new Error(`${progress.percent} % of a course`);
  const lecture = chance.one(sections.flatMap(({ lectures }) => lectures));
  if (lecture === undefined) return;
  const params = { courseId, lectureId: lecture.id };
  const of = `${lecture.id} by ${account.id}`;
  const progressIn = ({ progress: all }: Parameters<Parameters<typeof promises.make>[1]>[0]) =>
    all.find(({ _id }) => _id === `${account.id}:${courseId}`);
  if (chance.percent(40)) {
    const seconds = chance.below(3600);
    const body = { seconds, watchedAt: new Date().toISOString() };
    await done(learner, savePosition, 200, { params, body });
    promises.make(`position in ${of}`, (found) => progressIn(found)?.positions?.[lecture.id]?.seconds === seconds);
    return;
  }
  const isDone = chance.percent(75);
  const { percent, completedLectureIds } = await done(learner, isDone ? completeLecture : uncompleteLecture, 200, {
    params,
  });
  if (percent < 0 || percent > 100 || completedLectureIds.includes(lecture.id) !== isDone)
    throw new Error(`${percent} % of ${courseId}, and the lecture ${isDone ? 'is not' : 'is'} among what is done`);
  promises.make(`completion of ${of}`, (found) => (progressIn(found)?.completed ?? []).includes(lecture.id) === isDone);
}

/** A course that is the learner's. Webhooks alone tell nobody here that it is; the list does. */
async function courseOf({ chance, tally, courses }: World, learner: Learner): Promise<Id | undefined> {
  if (learner.courses.size < learner.ordered.size) {
    const { items } = await done({ client: learner.client, tally }, listMyCourses, 200, { query: { limit: '100' } });
    for (const { id } of items) if (courses.some((course) => course.id === id)) learner.courses.add(id);
  }
  return chance.one([...learner.courses]);
}

export async function review(world: World, learner: Learner): Promise<void> {
  const { chance, promises } = world;
  const courseId = await courseOf(world, learner);
  if (courseId === undefined) return browse(world);
  const { account, reviewed } = learner;
  const params = { courseId };
  const find = ({ reviews }: Parameters<Parameters<typeof promises.make>[1]>[0]) =>
    reviews.find((candidate) => candidate.accountId === account.id && candidate.courseId === courseId);
  if (reviewed.has(courseId) && chance.percent(30)) {
    // Who asks again because the answer was lost hears that there is none any more.
    await settle(learner, deleteMyReview, [204, 'review.not-found'], { params });
    reviewed.delete(courseId);
    promises.make(`review of ${courseId} by ${account.id}`, (found) => find(found)?.state === 'removed');
    return;
  }
  const body = { rating: 1 + chance.below(5), text: `As good as ${randomUUID()}` };
  await done(learner, putMyReview, 200, { params, body });
  reviewed.add(courseId);
  promises.make(`review of ${courseId} by ${account.id}`, (found) => {
    const { rating, text } = find(found) ?? {};
    return rating === body.rating && text === body.text;
  });
}

export async function changeProfile({ promises }: World, learner: Learner): Promise<void> {
  const { account } = learner;
  const about = `Somebody who likes ${randomUUID()}`;
  await done(learner, changeMyProfile, 200, { body: { about } });
  const isTold = ({ _id, about: told }: { readonly _id: string; readonly about?: string }) =>
    _id === account.id && told === about;
  promises.make(
    `what ${account.id} says of themselves`,
    ({ profiles, people }) => profiles.some(isTold) && people.some(isTold),
  );
}

export async function changePicture({ promises }: World, learner: Learner): Promise<void> {
  const { account } = learner;
  const upload = await done(learner, createUpload, 201, {
    body: announcement('image'),
    headers: { 'idempotency-key': randomUUID() },
  });
  const { mediaId } = upload;
  const params = { mediaId };
  await sendBytes(upload, 'image');
  await done(learner, completeUpload, 202, { params });
  await waitUntil(
    `the picture ${mediaId}`,
    async () => (await done(learner, getMedia, 200, { params })).state === 'ready',
    90,
  );
  await done(learner, setMyPicture, 200, { body: params });
  promises.make(`picture of ${account.id}`, ({ profiles }) =>
    profiles.some(({ _id, pictureMediaId }) => _id === account.id && pictureMediaId === mediaId),
  );
}

/** Leaves for good. Whoever asks again because the answer was lost has no session any more. */
export async function leave({ promises, learners }: World, learner: Learner): Promise<void> {
  const { account, password } = learner;
  learners.splice(learners.indexOf(learner), 1);
  promises.release(account.id);
  const { status, isRepeat } = await settle(learner, deleteMyAccount, [202, 'session.invalid'], { body: { password } });
  if (status !== 202 && !isRepeat) throw new Error(`${account.id} was logged in and is told otherwise`);
  promises.make(`deletion of ${account.id}`, ({ accounts }) =>
    accounts.some(({ _id, deletedAt }) => _id === account.id && deletedAt !== undefined),
  );
}
