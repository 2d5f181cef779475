import { type BodyOf, type createCourse as createCourseRoute, getAccount, type Id } from '@studynotion/contracts';
import { type Caller, callRoute, newId } from '@studynotion/service-kit';
import type { PeopleRepository } from '../data/people-repository.ts';
import type { AuthoringNeeds } from './authoring.ts';
import { requireCategory } from './change-course.ts';
import type { Course } from './course.ts';
import { slugsFor } from './slug.ts';

export interface CreateNeeds extends AuthoringNeeds {
  readonly people: PeopleRepository;
}

/** Begins a course of the caller's; instructors may. It is a draft until it is published. */
export async function createCourse(
  needs: CreateNeeds,
  caller: Caller,
  { title, categoryId }: BodyOf<typeof createCourseRoute>,
): Promise<Course> {
  await requireCategory(needs, categoryId);
  await introduce(needs, caller.accountId);
  const id = newId();
  const draft = { ...emptyCourse(id, caller.accountId, needs.clock.now()), title, categoryId };
  for (const slug of slugsFor(title, id)) {
    if (await needs.courses.create({ ...draft, slug })) return { ...draft, slug };
  }
  throw new Error(`no address is free for course ${id}`);
}

/** A profile tells its name when it changes; one that never did is asked for. */
async function introduce({ people, sidecar }: CreateNeeds, accountId: Id): Promise<void> {
  if (await people.isKnown(accountId)) return;
  await people.learn(accountId, 0, await callRoute(sidecar, getAccount, 200, { params: { accountId } }));
}

function emptyCourse(id: Id, instructorId: Id, now: Date): Omit<Course, 'title' | 'slug'> {
  return {
    id,
    version: 1,
    status: 'draft',
    instructorId,
    summary: '',
    description: '',
    whatYouWillLearn: [],
    requirements: [],
    tags: [],
    level: 'beginner',
    language: 'en',
    price: { amount: 0, currency: 'INR' },
    sections: [],
    shown: { lectureIds: [], durationSeconds: 0 },
    createdAt: now,
    changedAt: now,
  };
}
