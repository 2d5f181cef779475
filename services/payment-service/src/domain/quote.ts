import type { FieldProblem, Id } from '@studynotion/contracts';
import { ConflictError } from '@studynotion/service-kit';
import { type LookOverNeeds, lookOver, type Obstacle, obstacles } from './look-over.ts';
import type { OfferedCourse } from './order.ts';

const words: Readonly<Record<Obstacle, string>> = {
  'order.already-enrolled': 'is yours already',
  'order.course-not-for-sale': 'is not for sale',
  'order.own-course': 'is of your own',
};

/**
 * What these courses cost an account at this moment.
 * @throws ConflictError with the code of an obstacle, naming each course that meets it; UnavailableError
 */
export async function quote(
  needs: LookOverNeeds,
  accountId: Id,
  courseIds: readonly Id[],
): Promise<readonly OfferedCourse[]> {
  const verdicts = await lookOver(needs, accountId, courseIds);
  for (const obstacle of obstacles) {
    const errors = verdicts.flatMap((verdict, place): FieldProblem[] =>
      'obstacle' in verdict && verdict.obstacle === obstacle
        ? [{ path: `courseIds.${place}`, message: words[obstacle] }]
        : [],
    );
    if (errors.length > 0) throw new ConflictError(obstacle, { errors });
  }
  return verdicts.flatMap((verdict) => ('offer' in verdict ? [verdict.offer] : []));
}
