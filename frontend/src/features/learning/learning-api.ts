import {
  type AnswerOf,
  completeLecture,
  getLearningCourse,
  getLecture,
  listMyCourses,
  type Progress,
  savePosition,
  uncompleteLecture,
} from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';
import type { Position } from './position-keeper.ts';

export type LearningCourse = AnswerOf<typeof getLearningCourse, 200>;
export type Lecture = AnswerOf<typeof getLecture, 200>;
type MyCourses = AnswerOf<typeof listMyCourses, 200>;
type OfLecture = { readonly courseId: string; readonly lectureId: string };

export const learningApi = api.injectEndpoints({
  endpoints: (build) => ({
    listMyCourses: build.infiniteQuery<MyCourses, void, string | undefined>({
      infiniteQueryOptions: { initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor },
      query: ({ pageParam }) => ({ route: listMyCourses, query: { limit: 12, cursor: pageParam } }),
      providesTags: ['MyCourses'],
    }),
    getLearningCourse: build.query<LearningCourse, string>({
      query: (courseId) => ({ route: getLearningCourse, params: { courseId } }),
      providesTags: ['Learning'],
    }),
    getLecture: build.query<Lecture, OfLecture>({
      query: ({ courseId, lectureId }) => ({ route: getLecture, params: { courseId, lectureId } }),
      providesTags: ['Learning'],
      // The address of a video in it expires.
      keepUnusedDataFor: 0,
    }),
    setCompletion: build.mutation<Progress, OfLecture & { readonly completed: boolean }>({
      query: ({ completed, courseId, lectureId }) => ({
        route: completed ? completeLecture : uncompleteLecture,
        params: { courseId, lectureId },
      }),
      invalidatesTags: ['MyCourses'],
      async onQueryStarted({ courseId }, { dispatch, queryFulfilled }) {
        const answer = await queryFulfilled.catch(() => undefined);
        if (answer === undefined) return;
        dispatch(
          learningApi.util.updateQueryData('getLearningCourse', courseId, (course) => {
            course.progress = answer.data;
          }),
        );
      },
    }),
    savePosition: build.mutation<Progress, OfLecture & Position & { readonly leaving: boolean }>({
      query: ({ courseId, lectureId, seconds, watchedAt, leaving }) => ({
        route: savePosition,
        params: { courseId, lectureId },
        body: { seconds, watchedAt },
        keepalive: leaving,
      }),
      invalidatesTags: ['MyCourses'],
      async onQueryStarted({ courseId, lectureId }, { dispatch, queryFulfilled }) {
        const answer = await queryFulfilled.catch(() => undefined);
        if (answer === undefined) return;
        dispatch(
          learningApi.util.updateQueryData('getLearningCourse', courseId, ({ progress }) => {
            // Ticks stay as they are: one that was set meanwhile may not be in this answer yet.
            progress.positions[lectureId] = answer.data.positions[lectureId] ?? 0;
            progress.lastLectureId = answer.data.lastLectureId;
          }),
        );
      },
    }),
  }),
});

export const {
  useListMyCoursesInfiniteQuery,
  useGetLearningCourseQuery,
  useGetLectureQuery,
  useSetCompletionMutation,
  useSavePositionMutation,
} = learningApi;
