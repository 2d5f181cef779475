import {
  type AnswerOf,
  type BodyOf,
  deleteMyReview,
  getMyReview,
  listFeaturedReviews,
  listReviews,
  putMyReview,
  type Review,
  type ReviewSort,
} from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';

type ReviewList = AnswerOf<typeof listReviews, 200>;
export type FeaturedReview = AnswerOf<typeof listFeaturedReviews, 200>['items'][number];
type OfCourse = { readonly courseId: string };

/** Answers that all share are kept for two seconds on the way; what is asked for sooner may be the old one. */
const UNTIL_SEEN_BY_ALL = 2_500;

export const reviewsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listReviews: build.infiniteQuery<ReviewList, OfCourse & { readonly sort: ReviewSort }, string | undefined>({
      infiniteQueryOptions: { initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor },
      query: ({ queryArg: { courseId, sort }, pageParam }) => ({
        route: listReviews,
        params: { courseId },
        query: { sort, limit: 10, cursor: pageParam },
      }),
      providesTags: ['Reviews'],
    }),
    listFeaturedReviews: build.query<readonly FeaturedReview[], void>({
      query: () => ({ route: listFeaturedReviews }),
      transformResponse: ({ items }: AnswerOf<typeof listFeaturedReviews, 200>) => items,
    }),
    getMyReview: build.query<Review, string>({
      query: (courseId) => ({ route: getMyReview, params: { courseId } }),
      providesTags: ['MyReview'],
    }),
    putMyReview: build.mutation<Review, OfCourse & BodyOf<typeof putMyReview>>({
      query: ({ courseId, ...body }) => ({ route: putMyReview, params: { courseId }, body }),
      invalidatesTags: (review) => (review === undefined ? [] : ['MyReview']),
      onQueryStarted: (_, { dispatch, queryFulfilled }) => listAnew(dispatch, queryFulfilled),
    }),
    deleteMyReview: build.mutation<null, string>({
      query: (courseId) => ({ route: deleteMyReview, params: { courseId } }),
      invalidatesTags: ['MyReview'],
      onQueryStarted: (_, { dispatch, queryFulfilled }) => listAnew(dispatch, queryFulfilled),
    }),
  }),
});

async function listAnew(
  dispatch: (action: ReturnType<typeof api.util.invalidateTags>) => unknown,
  written: Promise<unknown>,
): Promise<void> {
  const done = await written.then(
    () => true,
    () => false,
  );
  if (done) setTimeout(() => dispatch(api.util.invalidateTags(['Reviews'])), UNTIL_SEEN_BY_ALL);
}

export const {
  useListReviewsInfiniteQuery,
  useListFeaturedReviewsQuery,
  useGetMyReviewQuery,
  usePutMyReviewMutation,
  useDeleteMyReviewMutation,
} = reviewsApi;
