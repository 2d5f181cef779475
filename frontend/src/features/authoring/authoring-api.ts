import type { TypedMutationOnQueryStarted } from '@reduxjs/toolkit/query/react';
import {
  type AnswerOf,
  type AuthoredCourse,
  addLecture,
  addSection,
  type BodyOf,
  changeCourse,
  changeLecture,
  changeSection,
  createCourse,
  deleteCourse,
  deleteLecture,
  deleteSection,
  getInstructorDashboard,
  getOwnArticle,
  getOwnCourse,
  listCategories,
  listOwnCourses,
  orderOutline,
  publishCourse,
  unpublishCourse,
} from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';
import type { sessionBaseQuery } from '../../shared/api/session-base-query.ts';

export type Dashboard = AnswerOf<typeof getInstructorDashboard, 200>;
export type OwnCourse = AnswerOf<typeof listOwnCourses, 200>['items'][number];
export type AuthoredSection = AuthoredCourse['sections'][number];
export type AuthoredLecture = AuthoredSection['lectures'][number];
export type OutlineOrder = BodyOf<typeof orderOutline>['sections'];
export type Information = Omit<BodyOf<typeof changeCourse>, 'version'>;
export type NewLecture = Unversioned<BodyOf<typeof addLecture>>;
export type LectureChange = Omit<BodyOf<typeof changeLecture>, 'version'>;

type Unversioned<Body> = Body extends unknown ? Omit<Body, 'version'> : never;

/** An edit of a course, made on what this version of it said. */
type Edit<Fields = unknown> = { readonly courseId: string; readonly version: number } & Fields;
type EditStarted = TypedMutationOnQueryStarted<AuthoredCourse, unknown, typeof sessionBaseQuery>;

export const authoringApi = api.injectEndpoints({
  endpoints: (build) => ({
    getDashboard: build.query<Dashboard, void>({
      query: () => ({ route: getInstructorDashboard }),
      providesTags: ['InstructorDashboard'],
    }),
    listOwnCourses: build.infiniteQuery<AnswerOf<typeof listOwnCourses, 200>, void, string | undefined>({
      infiniteQueryOptions: { initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor },
      query: ({ pageParam }) => ({ route: listOwnCourses, query: { limit: 20, cursor: pageParam } }),
      providesTags: ['OwnCourseList'],
    }),
    getOwnCourse: build.query<AuthoredCourse, string>({
      query: (courseId) => ({ route: getOwnCourse, params: { courseId } }),
      // An answer that was under way while an edit was made is older than that.
      merge: (known, told) => (told.version < known.version ? known : told),
    }),
    getOwnArticle: build.query<{ markdown: string }, { readonly courseId: string; readonly lectureId: string }>({
      query: (params) => ({ route: getOwnArticle, params }),
      // It is the ground of an edit: never from memory.
      keepUnusedDataFor: 0,
    }),
    listChoosableCategories: build.query<AnswerOf<typeof listCategories, 200>['items'], void>({
      query: () => ({ route: listCategories }),
      transformResponse: ({ items }: AnswerOf<typeof listCategories, 200>) => items,
      providesTags: ['Category'],
    }),
    createCourse: build.mutation<AuthoredCourse, BodyOf<typeof createCourse>>({
      query: (body) => ({ route: createCourse, body }),
      invalidatesTags: ['OwnCourseList', 'InstructorDashboard'],
    }),
    deleteCourse: build.mutation<null, string>({
      query: (courseId) => ({ route: deleteCourse, params: { courseId } }),
      invalidatesTags: ['OwnCourseList', 'InstructorDashboard'],
    }),
    changeCourse: build.mutation<AuthoredCourse, Edit<{ readonly changes: Information }>>({
      query: ({ courseId, version, changes }) => ({
        route: changeCourse,
        params: { courseId },
        body: { ...changes, version },
      }),
      onQueryStarted: keepCourse,
    }),
    publishCourse: build.mutation<AuthoredCourse, Edit>({
      query: ({ courseId, version }) => ({ route: publishCourse, params: { courseId }, body: { version } }),
      onQueryStarted: keepCourse,
    }),
    unpublishCourse: build.mutation<AuthoredCourse, Edit>({
      query: ({ courseId, version }) => ({ route: unpublishCourse, params: { courseId }, body: { version } }),
      onQueryStarted: keepCourse,
    }),
    addSection: build.mutation<AuthoredCourse, Edit<{ readonly title: string }>>({
      query: ({ courseId, ...body }) => ({ route: addSection, params: { courseId }, body }),
      onQueryStarted: keepCourse,
    }),
    changeSection: build.mutation<AuthoredCourse, Edit<{ readonly sectionId: string; readonly title: string }>>({
      query: ({ courseId, sectionId, ...body }) => ({ route: changeSection, params: { courseId, sectionId }, body }),
      onQueryStarted: keepCourse,
    }),
    deleteSection: build.mutation<AuthoredCourse, Edit<{ readonly sectionId: string }>>({
      query: ({ courseId, sectionId, version }) => ({
        route: deleteSection,
        params: { courseId, sectionId },
        query: { version },
      }),
      onQueryStarted: keepCourse,
    }),
    addLecture: build.mutation<AuthoredCourse, Edit<{ readonly sectionId: string; readonly lecture: NewLecture }>>({
      query: ({ courseId, sectionId, version, lecture }) => ({
        route: addLecture,
        params: { courseId, sectionId },
        body: { ...lecture, version },
      }),
      onQueryStarted: keepCourse,
    }),
    changeLecture: build.mutation<
      AuthoredCourse,
      Edit<{ readonly lectureId: string; readonly changes: LectureChange }>
    >({
      query: ({ courseId, lectureId, version, changes }) => ({
        route: changeLecture,
        params: { courseId, lectureId },
        body: { ...changes, version },
      }),
      onQueryStarted: keepCourse,
    }),
    deleteLecture: build.mutation<AuthoredCourse, Edit<{ readonly lectureId: string }>>({
      query: ({ courseId, lectureId, version }) => ({
        route: deleteLecture,
        params: { courseId, lectureId },
        query: { version },
      }),
      onQueryStarted: keepCourse,
    }),
    orderOutline: build.mutation<AuthoredCourse, Edit<{ readonly sections: OutlineOrder }>>({
      query: ({ courseId, ...body }) => ({ route: orderOutline, params: { courseId }, body }),
      onQueryStarted: keepCourse,
    }),
  }),
});

/** The answer of an edit is the new state: no need to ask for it. */
async function keepCourse(
  _: unknown,
  { dispatch, queryFulfilled }: Pick<Parameters<NonNullable<EditStarted>>[1], 'dispatch' | 'queryFulfilled'>,
): Promise<void> {
  const answer = await queryFulfilled.catch(() => undefined);
  if (answer === undefined) return;
  // At once, so that nobody sees the old state again once the edit is done.
  dispatch(authoringApi.util.updateQueryData('getOwnCourse', answer.data.id, () => answer.data));
  dispatch(authoringApi.util.invalidateTags(['OwnCourseList', 'InstructorDashboard']));
}

export const {
  useGetDashboardQuery,
  useListOwnCoursesInfiniteQuery,
  useGetOwnCourseQuery,
  useGetOwnArticleQuery,
  useListChoosableCategoriesQuery,
  useCreateCourseMutation,
  useDeleteCourseMutation,
  useChangeCourseMutation,
  usePublishCourseMutation,
  useUnpublishCourseMutation,
  useAddSectionMutation,
  useChangeSectionMutation,
  useDeleteSectionMutation,
  useAddLectureMutation,
  useChangeLectureMutation,
  useDeleteLectureMutation,
  useOrderOutlineMutation,
} = authoringApi;
