import { type AnswerOf, getLearningCourse, getLecture, listMyCourses } from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';

export type LearningCourse = AnswerOf<typeof getLearningCourse, 200>;
export type Lecture = AnswerOf<typeof getLecture, 200>;
type MyCourses = AnswerOf<typeof listMyCourses, 200>;

export const learningApi = api.injectEndpoints({
  endpoints: (build) => ({
    listMyCourses: build.infiniteQuery<MyCourses, void, string | undefined>({
      infiniteQueryOptions: { initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor },
      query: ({ pageParam }) => ({ route: listMyCourses, query: { limit: 12, cursor: pageParam } }),
      providesTags: ['Learning'],
    }),
    getLearningCourse: build.query<LearningCourse, string>({
      query: (courseId) => ({ route: getLearningCourse, params: { courseId } }),
      providesTags: ['Learning'],
    }),
    getLecture: build.query<Lecture, { readonly courseId: string; readonly lectureId: string }>({
      query: (params) => ({ route: getLecture, params }),
      providesTags: ['Learning'],
    }),
  }),
});

export const { useListMyCoursesInfiniteQuery, useGetLearningCourseQuery, useGetLectureQuery } = learningApi;
