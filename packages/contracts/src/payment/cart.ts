import { z } from 'zod';
import { Id, Instant, Money, page, pageQuery, Slug } from '../primitives.ts';
import { routesOf } from '../route.ts';

const route = routesOf('payment-service');

/** What somebody wants to buy, at the prices of this moment; what is not for sale any more says so and is not counted. */
export const Cart = z
  .strictObject({
    items: z.array(
      z.strictObject({
        courseId: Id,
        slug: Slug,
        title: z.string(),
        price: Money,
        thumbnailUrl: z.url().optional(),
        onSale: z.boolean(),
        addedAt: Instant,
      }),
    ),
    total: Money,
  })
  .meta({ id: 'Cart' });
export type Cart = z.infer<typeof Cart>;

/** Courses in a cart, and courses of one order. */
export const LARGEST_CART = 20;

const OfCourse = z.strictObject({ courseId: Id });

export const getCart = route({
  method: 'GET',
  path: '/cart',
  summary: 'My cart',
  access: 'signed-in',
  answers: { 200: Cart },
  problems: ['service.unavailable'],
});

export const addToCart = route({
  method: 'PUT',
  path: '/cart/items/:courseId',
  summary: 'Put a course into my cart; again changes nothing',
  access: 'signed-in',
  params: OfCourse,
  answers: { 200: Cart },
  problems: [
    'order.course-not-for-sale',
    'order.already-enrolled',
    'order.own-course',
    'cart.full',
    'service.unavailable',
  ],
});

export const removeFromCart = route({
  method: 'DELETE',
  path: '/cart/items/:courseId',
  summary: 'Take a course out of my cart; again changes nothing',
  access: 'signed-in',
  params: OfCourse,
  answers: { 200: Cart },
  problems: ['service.unavailable'],
});

/** What a visitor chose before logging in; what he cannot buy is left out without a word. */
export const mergeCart = route({
  method: 'POST',
  path: '/cart/merge',
  summary: 'Take over what was chosen before logging in',
  access: 'signed-in',
  body: z.strictObject({ courseIds: z.array(Id).max(LARGEST_CART) }),
  answers: { 200: Cart },
  problems: ['service.unavailable'],
});

export const listMyEnrollments = route({
  method: 'GET',
  path: '/enrollments',
  summary: 'The courses that are mine, newest first',
  access: 'signed-in',
  query: z.strictObject({ ...pageQuery }),
  answers: { 200: page(z.strictObject({ courseId: Id, orderId: Id, enrolledAt: Instant })) },
  problems: [],
});
