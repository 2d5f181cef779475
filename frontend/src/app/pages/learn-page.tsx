import { useParams } from 'react-router';
import { Learn } from '../../features/learning/learn.tsx';
import { useGetLearningCourseQuery } from '../../features/learning/learning-api.ts';
import { ReviewButton } from '../../features/reviews/review-button.tsx';
import { selectAccount } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';

/** A course to learn from, with the way to review it; nobody reviews a course of their own. */
export function Component() {
  const { courseId = '', lectureId } = useParams();
  const accountId = useAppSelector(selectAccount)?.id;
  const { currentData: course } = useGetLearningCourseQuery(courseId);
  const mayReview = course !== undefined && course.instructor.accountId !== accountId;
  return <Learn courseId={courseId} lectureId={lectureId} review={mayReview && <ReviewButton courseId={courseId} />} />;
}
