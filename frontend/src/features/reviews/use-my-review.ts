import type { Review } from '@studynotion/contracts';
import { problemOf } from '../../shared/api/api-problem.ts';
import { useGetMyReviewQuery } from './reviews-api.ts';

/** My review of a course; `known` tells whether the answer is there yet. */
export function useMyReview(courseId: string): { readonly known: boolean; readonly review?: Review } {
  const { currentData: review, error } = useGetMyReviewQuery(courseId);
  // After it was taken back the last answer still lies there beside the error.
  if (error !== undefined) return { known: problemOf(error).code === 'review.not-found' };
  return { known: review !== undefined, review };
}
