import { type AuthoredCourse, deleteMyAccount, getMyProfile, type Order } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { newCourse, newDraft } from '../support/courses.ts';
import { uploaded } from '../support/media.ts';
import { newAdministrator, newInstructor, newLearner, orderCourse, type Person } from '../support/people.ts';
import { payAtRazorpay } from '../support/sandbox.ts';
import type { Who } from './read-policy.ts';

/** Everybody but the visitor, who is nobody. */
export type Somebody = Exclude<Who, 'visitor'>;
export type Teacher = 'applicant' | 'colleague' | 'owner';

/** Whom the policy speaks of and what is theirs. Nothing that is tried changes any of it. */
export interface Cast {
  readonly people: Readonly<Record<Somebody, Person>>;
  /** On sale for nothing; `buyer` and `deleted` took it. */
  readonly course: AuthoredCourse;
  /** Of the owner too, at a price. */
  readonly otherCourse: AuthoredCourse;
  readonly colleaguesCourse: AuthoredCourse;
  readonly drafts: Readonly<Record<Teacher, AuthoredCourse>>;
  /** By the buyer, of the other course; not paid. */
  readonly order: Order;
  /** By the buyer, with what the provider gave them for their payment. */
  readonly paid: { readonly order: Order; readonly razorpayPaymentId: string; readonly razorpaySignature: string };
  readonly pictures: Readonly<Record<'owner' | 'learner', string>>;
  readonly videos: Readonly<Record<'owner' | 'colleague', string>>;
  /** Of the deletion. */
  readonly receiptId: string;
}

export async function assemble(): Promise<Cast> {
  const [owner, colleague, applicant] = await Promise.all([
    newInstructor({ approved: true }),
    newInstructor({ approved: true }),
    newInstructor({ approved: false }),
  ]);
  const [learner, buyer, administrator, deleted] = await Promise.all([
    newLearner(),
    newLearner(),
    newAdministrator(),
    newLearner(),
  ]);
  const course = await newCourse(owner);
  const otherCourse = await newCourse(owner, { amount: 49_900 });
  const thirdCourse = await newCourse(owner, { amount: 19_900 });
  for (const person of [buyer, deleted]) await orderCourse(person, course.slug);
  return {
    people: { learner, buyer, applicant, colleague, owner, administrator, deleted },
    course,
    otherCourse,
    colleaguesCourse: await newCourse(colleague),
    drafts: {
      applicant: await newDraft(applicant),
      colleague: await newDraft(colleague),
      owner: await newDraft(owner),
    },
    order: await orderCourse(buyer, otherCourse.slug),
    paid: await pay(await orderCourse(buyer, thirdCourse.slug)),
    pictures: { owner: await uploaded(owner, 'image'), learner: await uploaded(learner, 'image') },
    videos: { owner: await uploaded(owner, 'video'), colleague: await uploaded(colleague, 'video') },
    receiptId: await leave(deleted),
  };
}

async function pay(order: Order): Promise<Cast['paid']> {
  const callback = await payAtRazorpay(order.checkout?.razorpayOrderId ?? '');
  return {
    order,
    razorpayPaymentId: callback.razorpay_payment_id,
    razorpaySignature: callback.razorpay_signature,
  };
}

/** Deletes somebody's account. @returns the id of the receipt, once everybody at the door knows of it */
async function leave({ client, password }: Person): Promise<string> {
  const { id } = await client.call(deleteMyAccount, 202, { body: { password } });
  await waitUntil('the gateway to know of the deletion', async () => (await client.send(getMyProfile)).status === 401);
  return id;
}
