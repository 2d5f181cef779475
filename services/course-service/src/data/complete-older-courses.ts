import type { Model } from 'mongoose';
import type { Course, Lecture, Section } from '../domain/course.ts';
import { shownOf } from '../domain/outline.ts';
import { searchWords } from '../domain/search-words.ts';
import type { CourseDocument } from './course-model.ts';
import type { EnrollmentRepository } from './enrollment-repository.ts';

/** A course of the first release: articles only, no search, no figures. */
interface OlderCourse extends Pick<Course, 'title' | 'summary' | 'sections'> {
  readonly _id: string;
  readonly updatedAt: Date;
}

/** Gives courses of the first release what lists and search need now; harmless at any time, and from several replicas. */
export async function completeOlderCourses(
  model: Model<CourseDocument>,
  enrollments: EnrollmentRepository,
): Promise<void> {
  const isOlder = { words: { $exists: false } } as const;
  for (const older of await model.find(isOlder).lean<OlderCourse[]>()) {
    const sections = older.sections.map(withPreviews);
    const completed = {
      sections,
      shown: shownOf({ sections }, new Map()),
      requirements: [],
      tags: [],
      changedAt: older.updatedAt,
      words: searchWords({ ...older, tags: [] }),
      rating: { average: 0, count: 0, version: 0 },
      studentCount: await enrollments.countActive(older._id),
      studentsCounted: 0,
    };
    await model.updateOne({ _id: older._id, ...isOlder }, { $set: completed });
  }
}

function withPreviews(section: Section): Section {
  return { ...section, lectures: section.lectures.map((lecture): Lecture => ({ ...lecture, preview: false })) };
}
