import { type BodyOf, createOrder, getOrder, type Order, verifyPayment } from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';

interface NewOrder extends BodyOf<typeof createOrder> {
  /** The same for every try of one purchase. */
  readonly idempotencyKey: string;
}

interface PaymentProof extends BodyOf<typeof verifyPayment> {
  readonly orderId: string;
}

/** What a purchase changes elsewhere. */
const bought = ['Learning', 'MyCourses', 'OrderList', 'Cart'] as const;

export const checkoutApi = api.injectEndpoints({
  endpoints: (build) => ({
    createOrder: build.mutation<Order, NewOrder>({
      query: ({ idempotencyKey, ...body }) => ({ route: createOrder, body, idempotencyKey }),
      invalidatesTags: (order) => (order?.state === 'paid' ? [...bought] : ['OrderList']),
    }),
    getOrder: build.query<Order, string>({
      query: (orderId) => ({ route: getOrder, params: { orderId } }),
      providesTags: ['Order'],
      // The first time an order is seen paid may be here: the confirmation can come by another way than this tab.
      async onQueryStarted(_, { dispatch, queryFulfilled }) {
        const answer = await queryFulfilled.catch(() => undefined);
        if (answer?.data.paidAt !== undefined) dispatch(api.util.invalidateTags([...bought]));
      },
    }),
    verifyPayment: build.mutation<Order, PaymentProof>({
      query: ({ orderId, ...body }) => ({ route: verifyPayment, params: { orderId }, body }),
      invalidatesTags: ['Order', ...bought],
    }),
  }),
});

export const { useCreateOrderMutation, useGetOrderQuery, useVerifyPaymentMutation } = checkoutApi;
