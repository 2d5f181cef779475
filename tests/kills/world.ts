import type { Id } from '@studynotion/contracts';
import { newCourse } from '../support/courses.ts';
import type { Databases } from '../support/databases.ts';
import { newInstructor, newLearner, type Person } from '../support/people.ts';
import { everythingArrived } from '../support/under-way.ts';
import type { Chance } from './chance.ts';
import type { Tally } from './patient-client.ts';
import type { Promises } from './promises.ts';

/** Somebody who does one thing at a time. */
export interface User extends Person {
  readonly tally: Tally;
  isBusy: boolean;
}

export interface Learner extends User {
  /** Courses that were paid and confirmed. */
  readonly courses: Set<Id>;
  readonly reviewed: Set<Id>;
  /** Courses that one order, at least, was made for. */
  readonly ordered: Set<Id>;
  readonly inCart: Set<Id>;
}

export interface Teacher extends User {
  readonly courseIds: readonly Id[];
}

export interface World {
  readonly chance: Chance;
  readonly tally: Tally;
  readonly promises: Promises;
  readonly learners: Learner[];
  readonly teachers: readonly Teacher[];
  readonly courses: readonly { readonly id: Id; readonly slug: string; readonly amount: number }[];
  /** Of those who left for good. */
  gone: number;
}

const PRICES = [0, 49_900, 19_900, 0, 99_900, 29_900] as const;
/** How many sign up at the same time; hashing their passwords is work. */
const AT_ONCE = 4;

/** Before anything dies: people, and courses that everybody knows. */
export async function makeWorld(
  databases: Databases,
  { chance, promises, learners }: { readonly chance: Chance; readonly promises: Promises; readonly learners: number },
): Promise<World> {
  const tally = { requests: 0, putOff: 0, unanswered: 0 };
  const teachers = await Promise.all([0, 1].map(() => newInstructor({ approved: true })));
  const made = await Promise.all(
    PRICES.map(async (amount, place) => {
      const teacher = teachers[place % teachers.length] as Person;
      const { id, slug } = await newCourse(teacher, { amount });
      return { id, slug, amount, teacher };
    }),
  );
  const people: Person[] = [];
  while (people.length < learners) people.push(...(await Promise.all(Array.from({ length: AT_ONCE }, newLearner))));
  await everythingArrived(databases, 60);
  return {
    chance,
    promises,
    tally,
    courses: made,
    learners: people.map((person) => toLearner(person, tally)),
    teachers: teachers.map((person) => ({
      ...person,
      tally,
      isBusy: false,
      courseIds: made.filter(({ teacher }) => teacher === person).map(({ id }) => id),
    })),
    gone: 0,
  };
}

export function toLearner(person: Person, tally: Tally): Learner {
  return {
    ...person,
    tally,
    isBusy: false,
    courses: new Set(),
    reviewed: new Set(),
    ordered: new Set(),
    inCart: new Set(),
  };
}
