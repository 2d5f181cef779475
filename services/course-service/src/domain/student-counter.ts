import type { Id } from '@studynotion/contracts';
import type { CourseRepository } from '../data/course-repository.ts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';

interface CountingNeeds {
  readonly courses: CourseRepository;
  readonly enrollments: EnrollmentRepository;
}

/** Only other replicas count at the same time; beyond it the event is delivered again. */
const ATTEMPTS = 20;

/**
 * Brings the number of students of courses up to date with their enrolments. It is counted anew each time, so this may
 * run as often as it likes; whoever counted while another replica wrote down a number counts again.
 */
export class StudentCounter {
  readonly #needs: CountingNeeds;
  readonly #running = new Map<Id, Promise<void>>();
  readonly #waiting = new Map<Id, Promise<void>>();

  constructor(needs: CountingNeeds) {
    this.#needs = needs;
  }

  /** Ends when everything that was written before the call is counted. All who ask while one count runs share the next. */
  count(courseId: Id): Promise<void> {
    const waiting = this.#waiting.get(courseId);
    if (waiting !== undefined) return waiting;
    const next = this.#afterRunning(courseId).then(() => this.#run(courseId));
    this.#waiting.set(courseId, next);
    return next;
  }

  async #afterRunning(courseId: Id): Promise<void> {
    await this.#running.get(courseId)?.catch(() => {}); // its failure was told to those who shared it
  }

  async #run(courseId: Id): Promise<void> {
    this.#waiting.delete(courseId);
    const run = this.#countNow(courseId);
    this.#running.set(courseId, run);
    try {
      await run;
    } finally {
      if (this.#running.get(courseId) === run) this.#running.delete(courseId);
    }
  }

  async #countNow(courseId: Id): Promise<void> {
    const { courses, enrollments } = this.#needs;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const counted = await courses.studentsCounted(courseId);
      if (counted === undefined) return;
      if (await courses.setStudentCount(courseId, await enrollments.countActive(courseId), counted)) return;
    }
    throw new Error(`the students of course ${courseId} were counted by others all the time`);
  }
}
