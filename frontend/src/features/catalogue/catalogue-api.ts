import { type AnswerOf, type CoursePage, getCourse, listCourses } from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';

type CourseList = AnswerOf<typeof listCourses, 200>;

/** Fills the grid of one, two or three columns evenly. */
const PAGE_SIZE = 12;

export const catalogueApi = api.injectEndpoints({
  endpoints: (build) => ({
    listCourses: build.infiniteQuery<CourseList, void, string | undefined>({
      infiniteQueryOptions: { initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor },
      query: ({ pageParam }) => ({ route: listCourses, query: { limit: PAGE_SIZE, cursor: pageParam } }),
    }),
    getCourse: build.query<CoursePage, string>({
      query: (slug) => ({ route: getCourse, params: { slug } }),
    }),
  }),
});

export const { useListCoursesInfiniteQuery, useGetCourseQuery } = catalogueApi;
