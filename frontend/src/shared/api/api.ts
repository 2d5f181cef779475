import { createApi } from '@reduxjs/toolkit/query/react';
import { sessionBaseQuery } from './session-base-query.ts';

/** The one API slice. Features inject their endpoints, so that each is loaded with its feature. */
export const api = createApi({
  reducerPath: 'api',
  baseQuery: sessionBaseQuery,
  tagTypes: [
    'Cart',
    'Category',
    'InstructorDashboard',
    'Learning',
    'MailLog',
    'MyCourses',
    'MyReview',
    'Order',
    'OrderList',
    'OwnCourseList',
    'Profile',
    'Reviews',
    'UserList',
  ],
  endpoints: () => ({}),
});
