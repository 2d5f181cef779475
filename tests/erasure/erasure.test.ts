import { randomInt, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  addToCart,
  changeCourse,
  changeMyProfile,
  completeLecture,
  createOrder,
  createUpload,
  deleteMyAccount,
  forgotPassword,
  getErasureReceipt,
  getLearningCourse,
  getOwnCourse,
  logIn,
  putMyReview,
  savePosition,
  sendContactMessage,
  setMyPicture,
  signUp,
  verifyPayment,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { newCourse, takeOffSale } from '../support/courses.ts';
import { useDatabases } from '../support/databases.ts';
import { announcement, uploaded } from '../support/media.ts';
import {
  changeAsAdministrator,
  codeByMail,
  newInstructor,
  newLearner,
  openSession,
  PASSWORD,
  type Person,
} from '../support/people.ts';
import { runningPlatform } from '../support/running-platform.ts';
import { type RazorpayCallback, waitForMail } from '../support/sandbox.ts';
import { everythingArrived } from '../support/under-way.ts';
import { findTraces } from './find-traces.ts';
import { everyStoredText } from './stored-texts.ts';

/** Somebody who used everything there is deletes the account: nothing that tells who it was is left anywhere. */

const databases = useDatabases();

/** Words that stand nowhere else, so that each place where they stand is one where somebody is known. */
interface Canary {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly contactNumber: string;
  readonly about: string;
  readonly message: string;
  readonly fileName: string;
}

function newCanary(): Canary {
  const mark = () => randomUUID().replaceAll('-', '').slice(0, 12);
  return {
    firstName: `Zéphyr${mark()}`,
    lastName: `O’Quill ${mark()}`,
    email: `Zephyr.${mark()}+School@canary.example.com`,
    contactNumber: `+91 ${randomInt(10 ** 6, 10 ** 7)} ${randomInt(10 ** 5, 10 ** 6)}`,
    about: `Sails ${mark()}`,
    message: `Where is harbour ${mark()}?`,
    fileName: `me-at-${mark()}.png`,
  };
}

async function tracesOf(canary: Canary): Promise<readonly string[]> {
  return findTraces([...Object.values(canary), telephoneOf(canary)], await everyStoredText(databases));
}

/** As Razorpay writes a number. */
const telephoneOf = ({ contactNumber }: Canary): string => contactNumber.replaceAll(' ', '');

async function signedUp(canary: Canary, accountType: 'student' | 'instructor'): Promise<Person> {
  const client = new ApiClient();
  const { firstName, lastName, email, contactNumber } = canary;
  const otp = await codeByMail(client, email);
  const body = { firstName, lastName, email, contactNumber, password: PASSWORD, accountType, otp };
  const account = await client.call(signUp, 201, { body });
  await client.refusal(logIn, { body: { email, password: 'not this one' } });
  const person = { client, email, password: PASSWORD, account };
  await openSession(client, person);
  return person;
}

/** What everybody can do who has an account. */
async function livesHere(
  { client }: Person,
  { about, email, firstName, lastName, contactNumber, message, fileName }: Canary,
) {
  await client.call(forgotPassword, 202, { body: { email: email.toUpperCase() } });
  await waitForMail(email, 'password');
  const dateOfBirth = '1990-02-28';
  await client.call(changeMyProfile, 200, { body: { about, dateOfBirth, gender: 'undisclosed', contactNumber } });
  await client.call(setMyPicture, 200, { body: { mediaId: await uploaded({ client }, 'image', { fileName }) } });
  await client.call(createUpload, 201, { body: { ...announcement('image'), fileName } });
  const body = { firstName, lastName, email, phone: contactNumber, message };
  await client.call(sendContactMessage, 202, { body });
  await waitForMail(email, 'message');
}

/** Fails to pay, pays, learns and reviews; and keeps something in the cart. */
async function buysAndLearns({ client }: Person, canary: Canary, [bought, wanted]: readonly [string, string]) {
  await client.call(addToCart, 200, { params: { courseId: wanted } });
  const order = await client.call(createOrder, 201, {
    body: { courseIds: [bought] },
    headers: { 'idempotency-key': randomUUID() },
  });
  await payAs(canary, order.checkout, 'failure');
  await waitForMail(canary.email, 'payment');
  const paid = await payAs(canary, order.checkout, 'success');
  await client.call(verifyPayment, 200, {
    params: { orderId: order.id },
    body: { razorpayPaymentId: paid.razorpay_payment_id, razorpaySignature: paid.razorpay_signature },
  });
  const { sections } = await client.call(getLearningCourse, 200, { params: { courseId: bought } });
  const params = { courseId: bought, lectureId: sections[0]?.lectures[0]?.id ?? '' };
  await client.call(completeLecture, 200, { params });
  await client.call(savePosition, 200, { params, body: { seconds: 7, watchedAt: new Date().toISOString() } });
  await client.call(putMyReview, 200, { params: { courseId: bought }, body: { rating: 5, text: 'Clear as water.' } });
  await waitForMail(canary.email, 'receipt');
}

/** Pays, or tries to, with the name and number that the checkout page asks for. */
async function payAs(
  canary: Canary,
  checkout: { readonly razorpayOrderId: string; readonly keyId: string } | undefined,
  outcome: 'success' | 'failure',
): Promise<RazorpayCallback> {
  const answer = await fetch(`${runningPlatform().addresses.razorpay}/v1/checkout/public`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      key_id: checkout?.keyId,
      order_id: checkout?.razorpayOrderId,
      outcome,
      email: canary.email,
      contact: telephoneOf(canary),
    }),
  });
  return (await answer.json()) as RazorpayCallback;
}

/** Deletes the account, and waits until every service has given its receipt. */
async function leaves({ client }: Person): Promise<void> {
  const { id } = await client.call(deleteMyAccount, 202, { body: { password: PASSWORD } });
  const isErased = async () =>
    (await client.call(getErasureReceipt, 200, { params: { erasureId: id } })).completedAt !== undefined;
  await waitUntil(`receipt ${id}`, isErased, 30);
  await everythingArrived(databases, 30);
}

// Mails of those who use everything may wait behind those that deaths in other tests have held up.
jest.setTimeout(180_000);

let courses: readonly [string, string];

beforeAll(async () => {
  const teacher = await newInstructor({ approved: true });
  const [bought, wanted] = await Promise.all([newCourse(teacher, { amount: 49_900 }), newCourse(teacher)]);
  courses = [bought.id, wanted.id];
  await everythingArrived(databases, 30);
});

describe('of somebody who deleted the account', () => {
  test('a learner: nothing is left in databases, state store, topics, mail log and logs', async () => {
    const canary = newCanary();
    const learner = await signedUp(canary, 'student');
    await livesHere(learner, canary);
    await buysAndLearns(learner, canary, courses);
    await everythingArrived(databases, 30);

    const before = await tracesOf(canary);
    const knownTo = (place: string) => before.filter((trace) => trace.includes(` in ${place}`));
    // The scan sees what is there to see.
    for (const place of [
      'auth-service accounts',
      'user-profile-service profiles',
      'course-service people',
      'rating-review-service people',
      'payment-service webhook_deliveries',
      'notification-service mails',
      'notification-service contact_messages',
      'media-service media',
    ])
      expect(knownTo(place)).not.toEqual([]);
    expect(knownTo('redis')).toEqual([]);
    expect(knownTo('log')).toEqual([]);

    await leaves(learner);
    expect(await tracesOf(canary)).toEqual([]);
  });

  test('an instructor, whose course stays for those who bought it: nothing is left either', async () => {
    const canary = newCanary();
    const teacher = await signedUp(canary, 'instructor');
    await changeAsAdministrator(teacher, { approved: true });
    await livesHere(teacher, canary);
    const { id } = await newCourse(teacher);
    const params = { courseId: id };
    const { version } = await teacher.client.call(getOwnCourse, 200, { params });
    const thumbnailMediaId = await uploaded(teacher, 'image', canary);
    await teacher.client.call(changeCourse, 200, { params, body: { version, thumbnailMediaId } });
    await everythingArrived(databases, 30);
    const student = await newLearner();
    await student.client.call(createOrder, 201, {
      body: { courseIds: [id] },
      headers: { 'idempotency-key': randomUUID() },
    });
    await student.client.call(putMyReview, 200, { params, body: { rating: 5, text: 'Clear as water.' } });
    await waitForMail(canary.email, 'review');
    await takeOffSale(teacher);
    expect(await tracesOf(canary)).not.toEqual([]);

    await leaves(teacher);
    expect(await tracesOf(canary)).toEqual([]);
    const { instructor } = await student.client.call(getLearningCourse, 200, { params });
    expect(instructor.firstName).toBeUndefined();
  });
});
