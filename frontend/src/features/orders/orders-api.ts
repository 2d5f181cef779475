import { type AnswerOf, listOrders } from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';

type OrderList = AnswerOf<typeof listOrders, 200>;

export const ordersApi = api.injectEndpoints({
  endpoints: (build) => ({
    listOrders: build.infiniteQuery<OrderList, void, string | undefined>({
      infiniteQueryOptions: { initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor },
      query: ({ pageParam }) => ({ route: listOrders, query: { limit: 20, cursor: pageParam } }),
      providesTags: ['OrderList'],
    }),
  }),
});

export const { useListOrdersInfiniteQuery } = ordersApi;
