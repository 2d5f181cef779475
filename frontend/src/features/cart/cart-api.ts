import { addToCart, type Cart, getCart, mergeCart, removeFromCart } from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';

export const cartApi = api.injectEndpoints({
  endpoints: (build) => ({
    getCart: build.query<Cart, void>({
      query: () => ({ route: getCart }),
      providesTags: ['Cart'],
    }),
    addToCart: build.mutation<Cart, string>({
      query: (courseId) => ({ route: addToCart, params: { courseId } }),
      invalidatesTags: ['Cart'],
    }),
    removeFromCart: build.mutation<Cart, string>({
      query: (courseId) => ({ route: removeFromCart, params: { courseId } }),
      invalidatesTags: ['Cart'],
    }),
    mergeCart: build.mutation<Cart, readonly string[]>({
      query: (courseIds) => ({ route: mergeCart, body: { courseIds } }),
      invalidatesTags: ['Cart'],
    }),
  }),
});

export const { useGetCartQuery, useAddToCartMutation, useRemoveFromCartMutation, useMergeCartMutation } = cartApi;
