import type { CoursePage } from '@studynotion/contracts';
import { useGetLearningCourseQuery } from '../../features/learning/learning-api.ts';
import { MyReview } from '../../features/reviews/my-review.tsx';
import { ReviewList } from '../../features/reviews/review-list.tsx';
import { selectAccount } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';

/** The reviews of a course; whoever is enrolled, and does not teach it, finds the place for their own. */
export function CourseReviews({ course }: { readonly course: CoursePage }) {
  const account = useAppSelector(selectAccount);
  const { data: learning } = useGetLearningCourseQuery(course.id, { skip: account === undefined });
  const mayReview = learning !== undefined && account?.id !== course.instructor.accountId;
  return (
    <ReviewList courseId={course.id} accountId={mayReview ? account?.id : undefined}>
      {mayReview && <MyReview courseId={course.id} />}
    </ReviewList>
  );
}
