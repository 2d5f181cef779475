import {
  type AnswerOf,
  type CategoryPage,
  type CoursePage,
  getCategory,
  getCourse,
  getPreviewLecture,
  type Lecture,
  listCategories,
  listCourses,
} from '@studynotion/contracts';
import type { z } from 'zod';
import { api } from '../../shared/api/api.ts';
import { type CatalogueFilter, queryOf } from './catalogue-filter.ts';

type CourseList = AnswerOf<typeof listCourses, 200>;
export type CategoryList = AnswerOf<typeof listCategories, 200>['items'];

/** Fills the grid of one, two or three columns evenly. */
const PAGE_SIZE = 12;

export const catalogueApi = api.injectEndpoints({
  endpoints: (build) => ({
    listCourses: build.infiniteQuery<CourseList, CatalogueFilter, string | undefined>({
      infiniteQueryOptions: { initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor },
      query: ({ queryArg, pageParam }) => ({
        route: listCourses,
        query: {
          ...queryOf(queryArg),
          limit: PAGE_SIZE,
          cursor: pageParam,
          // The counts are the same on every page.
          facets: pageParam === undefined ? 'true' : undefined,
        },
      }),
    }),
    getCourse: build.query<CoursePage, string>({
      query: (slug) => ({ route: getCourse, params: { slug } }),
    }),
    getPreviewLecture: build.query<Lecture, { readonly slug: string; readonly lectureId: string }>({
      query: (params) => ({ route: getPreviewLecture, params }),
      // The address of a video in it expires.
      keepUnusedDataFor: 0,
    }),
    listCategories: build.query<CategoryList, void>({
      query: () => ({ route: listCategories }),
      transformResponse: ({ items }: AnswerOf<typeof listCategories, 200>) => items,
    }),
    getCategory: build.query<z.infer<typeof CategoryPage>, string>({
      query: (slug) => ({ route: getCategory, params: { slug } }),
    }),
  }),
});

export const {
  useListCoursesInfiniteQuery,
  useGetCourseQuery,
  useGetPreviewLectureQuery,
  useListCategoriesQuery,
  useGetCategoryQuery,
} = catalogueApi;
