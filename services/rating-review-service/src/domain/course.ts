import type { Id } from '@studynotion/contracts';

/** What must be known of a course to review it. */
export interface Course {
  readonly id: Id;
  readonly slug: string;
  readonly title: string;
  readonly instructorId: Id;
  readonly onSale: boolean;
}
