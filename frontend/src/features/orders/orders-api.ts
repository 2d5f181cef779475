import { type AnswerOf, getOrder, listOrders, type OrderWithTimeline } from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';

type OrderList = AnswerOf<typeof listOrders, 200>;

export const ordersApi = api.injectEndpoints({
  endpoints: (build) => ({
    listOrders: build.infiniteQuery<OrderList, void, string | undefined>({
      infiniteQueryOptions: { initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor },
      query: ({ pageParam }) => ({ route: listOrders, query: { limit: 20, cursor: pageParam } }),
      providesTags: ['OrderList'],
    }),
    getOrderTimeline: build.query<OrderWithTimeline, string>({
      query: (orderId) => ({ route: getOrder, params: { orderId } }),
      // What happens to an order happens elsewhere: asked for anew each time it is unfolded.
      keepUnusedDataFor: 0,
    }),
  }),
});

export const { useListOrdersInfiniteQuery, useGetOrderTimelineQuery } = ordersApi;
