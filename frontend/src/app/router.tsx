import { createBrowserRouter } from 'react-router';
import { GuestsOnly } from '../shared/session/guests-only.tsx';
import { RequireSession } from '../shared/session/require-session.tsx';
import { DashboardLayout } from './layout/dashboard-layout.tsx';
import { PageSkeleton } from './layout/page-skeleton.tsx';
import { RequireRole } from './layout/require-role.tsx';
import { SiteLayout } from './layout/site-layout.tsx';
import { CrashPage } from './pages/crash-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';

/** Every page has an address; each is loaded when somebody goes there. */
export function createRouter() {
  return createBrowserRouter([
    {
      Component: SiteLayout,
      ErrorBoundary: CrashPage,
      children: [
        {
          // A page that breaks leaves header and footer standing.
          ErrorBoundary: CrashPage,
          HydrateFallback: PageSkeleton,
          children: [
            { path: '/', lazy: () => import('./pages/home-page.tsx') },
            { path: '/courses', lazy: () => import('../features/catalogue/courses-page.tsx') },
            { path: '/categories/:slug', lazy: () => import('../features/catalogue/category-page.tsx') },
            { path: '/courses/:slug', lazy: () => import('./pages/course-page.tsx') },
            { path: '/erasures/:erasureId', lazy: () => import('../features/profile/erasure-page.tsx') },
            { path: '/about', lazy: () => import('../features/site/about-page.tsx') },
            { path: '/contact', lazy: () => import('../features/site/contact-page.tsx') },
            { path: '/privacy', lazy: () => import('../features/site/privacy-page.tsx') },
            { path: '/terms', lazy: () => import('../features/site/terms-page.tsx') },
            { path: '/cart', lazy: () => import('./pages/cart-page.tsx') },
            { path: '/forgot-password', lazy: () => import('../features/auth/forgot-password-page.tsx') },
            { path: '/reset-password', lazy: () => import('../features/auth/reset-password-page.tsx') },
            { Component: GuestsOnly, children: guestRoutes },
            { Component: RequireSession, children: memberRoutes },
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ]);
}

const guestRoutes = [
  { path: '/login', lazy: () => import('../features/auth/login-page.tsx') },
  {
    lazy: () => import('../features/auth/sign-up-flow.tsx'),
    children: [
      { path: '/signup', lazy: () => import('../features/auth/sign-up-page.tsx') },
      { path: '/verify-email', lazy: () => import('../features/auth/verify-email-page.tsx') },
    ],
  },
];

const instructorRoutes = [
  { path: 'teaching', lazy: () => import('../features/authoring/teaching-page.tsx') },
  { path: 'own-courses', lazy: () => import('../features/authoring/own-courses-page.tsx') },
  { path: 'own-courses/new', lazy: () => import('../features/authoring/new-course-page.tsx') },
  { path: 'own-courses/:courseId/:step?', lazy: () => import('../features/authoring/course-builder-page.tsx') },
];

const administratorRoutes = [
  { path: 'admin/users', lazy: () => import('../features/administration/users-page.tsx') },
  { path: 'admin/categories', lazy: () => import('../features/administration/categories-page.tsx') },
  { path: 'admin/payments', lazy: () => import('../features/administration/payments-page.tsx') },
  { path: 'admin/mails', lazy: () => import('../features/administration/mails-page.tsx') },
];

const memberRoutes = [
  { path: '/checkout/:orderId', lazy: () => import('../features/checkout/checkout-page.tsx') },
  { path: '/learn/:courseId/:lectureId?', lazy: () => import('./pages/learn-page.tsx') },
  {
    path: '/dashboard',
    Component: DashboardLayout,
    children: [
      { index: true, lazy: () => import('./pages/dashboard-index.tsx') },
      { path: 'courses', lazy: () => import('../features/learning/my-courses-page.tsx') },
      { path: 'profile', lazy: () => import('../features/profile/profile-page.tsx') },
      { path: 'settings', lazy: () => import('./pages/settings-page.tsx') },
      { path: 'orders', lazy: () => import('../features/orders/orders-page.tsx') },
      { element: <RequireRole allowed="instructor" />, children: instructorRoutes },
      { element: <RequireRole allowed="administrator" />, children: administratorRoutes },
    ],
  },
];
