import { describe, expect, test } from '@jest/globals';
import { changeCourse, createCategory, putMyReview, signUp } from '@studynotion/contracts';
import { type DemoLecture, readDemoPlan } from './plan.ts';

const plan = readDemoPlan();
const everybody = [...plan.instructors, ...plan.learners];
const lecturesOf = (sections: readonly { readonly lectures: readonly DemoLecture[] }[]) =>
  sections.flatMap(({ lectures }) => lectures);
const purchases = plan.sales.flatMap(({ buyer, courses }) => courses.map((learning) => ({ buyer, ...learning })));

describe('the plan of the demo data', () => {
  test('is the same whenever it is read', () => {
    expect(readDemoPlan()).toEqual(plan);
  });

  test('shows a dozen courses of every kind', () => {
    expect(plan.courses).toHaveLength(12);
    expect(new Set(plan.courses.map(({ category }) => category))).toEqual(
      new Set(plan.categories.map(({ name }) => name)),
    );
    expect(new Set(plan.courses.map(({ level }) => level)).size).toBe(3);
    expect(new Set(plan.courses.map(({ language }) => language)).size).toBeGreaterThan(2);
    expect(plan.courses.some(({ title }) => /\p{Script=Devanagari}/u.test(title))).toBe(true);
    expect(plan.courses.some(({ rupees }) => rupees === 0)).toBe(true);
    // A motif with its colours is what one knows a course by.
    expect(new Set(plan.courses.map(({ theme }) => JSON.stringify(theme))).size).toBe(12);
  });

  test.each(plan.courses)('can be looked into before it is bought: $key', ({ sections }) => {
    const lectures = lecturesOf(sections);
    expect(lectures.some(({ preview }) => preview)).toBe(true);
    expect(lectures.some((lecture) => 'film' in lecture)).toBe(true);
    expect(lectures.some((lecture) => 'article' in lecture)).toBe(true);
  });

  test('says nothing that the contracts refuse', () => {
    for (const category of plan.categories) expect(createCategory.body?.safeParse(category).error).toBeUndefined();
    for (const { firstName, lastName, email } of everybody) {
      const form = { firstName, lastName, email, password: 'a password', accountType: 'student', otp: '123456' };
      expect(signUp.body?.safeParse(form).error).toBeUndefined();
    }
    for (const { rupees, title, summary, description, whatYouWillLearn, tags, level, language } of plan.courses) {
      const price = { amount: rupees * 100, currency: 'INR' };
      const body = { version: 1, title, summary, description, whatYouWillLearn, tags, level, language, price };
      expect(changeCourse.body?.safeParse(body).error).toBeUndefined();
    }
    for (const { stars, review } of purchases)
      if (stars !== undefined)
        expect(putMyReview.body?.safeParse({ rating: stars, text: review }).error).toBeUndefined();
  });

  test('names only people and courses that it has', () => {
    const learners = plan.learners.map(({ email }) => email);
    const instructors = plan.instructors.map(({ email }) => email);
    const courses = plan.courses.map(({ key }) => key);
    for (const { instructor } of plan.courses) expect(instructors).toContain(instructor);
    for (const { buyer, course } of purchases) {
      expect(learners).toContain(buyer);
      expect(courses).toContain(course);
    }
    for (const cart of plan.carts) {
      expect(learners).toContain(cart.owner);
      for (const key of cart.courses) expect(courses).toContain(key);
    }
    expect(instructors).toContain(plan.shown.instructor);
    expect(learners).toContain(plan.shown.student);
  });

  test('sells nothing twice, and lets nobody be further than the end', () => {
    expect(new Set(purchases.map(({ buyer, course }) => `${buyer} ${course}`)).size).toBe(purchases.length);
    for (const { course, completed } of purchases) {
      const lectures = lecturesOf(plan.courses.find(({ key }) => key === course)?.sections ?? []);
      if (completed !== 'all') expect(completed).toBeLessThanOrEqual(lectures.length);
    }
    for (const { owner, courses } of plan.carts)
      for (const key of courses)
        expect(purchases).not.toContainEqual(expect.objectContaining({ buyer: owner, course: key }));
  });

  test('needs no more sign-up codes than one address gets in ten minutes', () => {
    // The limit of auth-service; from this machine all of these people have one address.
    expect(everybody.length).toBeLessThan(20);
    expect(new Set(everybody.map(({ email }) => email)).size).toBe(everybody.length);
  });
});
