import type { TypedMutationOnQueryStarted } from '@reduxjs/toolkit/query/react';
import {
  type AdministeredAccount,
  type AnswerOf,
  type BodyOf,
  type Category,
  changeAccount,
  changeCategory,
  createCategory,
  deleteCategory,
  getPaymentReport,
  getPublicProfile,
  listAccounts,
  listAllOrders,
  listCategories,
} from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';
import type { sessionBaseQuery } from '../../shared/api/session-base-query.ts';
import { withCategory } from './with-category.ts';

export type ListedCategory = AnswerOf<typeof listCategories, 200>['items'][number];
export type PaymentReport = AnswerOf<typeof getPaymentReport, 200>;
export type ListedOrder = AnswerOf<typeof listAllOrders, 200>['items'][number];

export type UserFilter = Partial<Record<'role' | 'approval' | 'active' | 'q', string>>;
export type OrderFilter = Partial<Record<'state', string>>;

/** Lists go on where the last page said. */
const infiniteQueryOptions = {
  initialPageParam: undefined,
  getNextPageParam: ({ nextCursor }: { readonly nextCursor?: string }) => nextCursor,
};

export const administrationApi = api.injectEndpoints({
  endpoints: (build) => ({
    listAllCategories: build.query<readonly ListedCategory[], void>({
      query: () => ({ route: listCategories }),
      transformResponse: ({ items }: AnswerOf<typeof listCategories, 200>) => items,
      providesTags: ['Category'],
    }),
    createCategory: build.mutation<Category, BodyOf<typeof createCategory>>({
      query: (body) => ({ route: createCategory, body }),
      onQueryStarted: keepCategory,
    }),
    changeCategory: build.mutation<Category, { readonly categoryId: string } & BodyOf<typeof changeCategory>>({
      query: ({ categoryId, ...body }) => ({ route: changeCategory, params: { categoryId }, body }),
      onQueryStarted: keepCategory,
    }),
    deleteCategory: build.mutation<null, string>({
      query: (categoryId) => ({ route: deleteCategory, params: { categoryId } }),
      async onQueryStarted(categoryId, { dispatch, queryFulfilled }) {
        const deleted = await queryFulfilled.catch(() => undefined);
        if (deleted === undefined) return;
        dispatch(changeList((items) => items.filter(({ id }) => id !== categoryId)));
      },
    }),
    getAccountName: build.query<string, string>({
      query: (accountId) => ({ route: getPublicProfile, params: { accountId } }),
      transformResponse: ({ firstName, lastName }: AnswerOf<typeof getPublicProfile, 200>) =>
        `${firstName} ${lastName}`,
    }),
    listUsers: build.infiniteQuery<AnswerOf<typeof listAccounts, 200>, UserFilter, string | undefined>({
      infiniteQueryOptions,
      query: ({ queryArg, pageParam }) => ({
        route: listAccounts,
        query: { ...queryArg, limit: 20, cursor: pageParam },
      }),
      providesTags: ['UserList'],
    }),
    changeUser: build.mutation<AdministeredAccount, { readonly accountId: string } & BodyOf<typeof changeAccount>>({
      query: ({ accountId, ...body }) => ({ route: changeAccount, params: { accountId }, body }),
      invalidatesTags: ['UserList'],
    }),
    getPaymentReport: build.query<PaymentReport, { readonly from: string; readonly to: string }>({
      query: (query) => ({ route: getPaymentReport, query }),
    }),
    listAllOrders: build.infiniteQuery<AnswerOf<typeof listAllOrders, 200>, OrderFilter, string | undefined>({
      infiniteQueryOptions,
      query: ({ queryArg, pageParam }) => ({
        route: listAllOrders,
        query: { ...queryArg, limit: 20, cursor: pageParam },
      }),
    }),
  }),
});

type CategoryKept = TypedMutationOnQueryStarted<Category, unknown, typeof sessionBaseQuery>;

/** The answer is put into the list at once: the gateway may give the old list for two seconds more. */
async function keepCategory(
  _: unknown,
  { dispatch, queryFulfilled }: Pick<Parameters<NonNullable<CategoryKept>>[1], 'dispatch' | 'queryFulfilled'>,
): Promise<void> {
  const kept = await queryFulfilled.catch(() => undefined);
  if (kept !== undefined) dispatch(changeList((items) => withCategory(items, kept.data)));
}

const changeList = (change: (items: readonly ListedCategory[]) => ListedCategory[]) =>
  administrationApi.util.updateQueryData('listAllCategories', undefined, change);

export const {
  useListAllCategoriesQuery,
  useCreateCategoryMutation,
  useChangeCategoryMutation,
  useDeleteCategoryMutation,
  useGetAccountNameQuery,
  useListUsersInfiniteQuery,
  useChangeUserMutation,
  useGetPaymentReportQuery,
  useListAllOrdersInfiniteQuery,
} = administrationApi;
