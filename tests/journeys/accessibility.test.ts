import { describe, expect, jest, test } from '@jest/globals';
import { type AuthoredCourse, getCourse } from '@studynotion/contracts';
import type { Page } from 'playwright-core';
import { ApiClient } from '../support/api-client.ts';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts';
import { newDraft } from '../support/courses.ts';
import { FREE_COURSE, newInstructor, newLearner, orderCourse, PAID_COURSE } from '../support/people.ts';
import { seededAccount } from '../support/running-platform.ts';
import { accessibilityFaults, accountMenu, logInOnSite } from '../support/site.ts';

/** A course of examples/courses.json that nobody buys here. */
const OTHER_PAID_COURSE = 'sql-from-query-to-design';

const { visitor, step } = useBrowser();

interface State {
  readonly name: string;
  readonly path: string;
  /** What must be there before axe looks. */
  readonly heading: string;
  /** Brings the page into the state that is looked at. */
  readonly act?: (page: Page) => Promise<void>;
}

const guestStates: readonly State[] = [
  { name: 'home', path: '/', heading: 'Learn what carries you further' },
  { name: 'catalogue', path: '/courses', heading: 'Courses' },
  {
    name: 'catalogue narrowed to nothing',
    path: '/courses?q=nothing-is-called-this&level=advanced',
    heading: 'Courses',
  },
  { name: 'category that is not there', path: '/categories/no-such-category', heading: 'Category' },
  { name: 'course', path: `/courses/${PAID_COURSE}`, heading: 'Git for everyday teamwork' },
  { name: 'course that is not there', path: '/courses/no-such-course', heading: 'Course' },
  { name: 'about', path: '/about', heading: 'About StudyNotion' },
  { name: 'contact', path: '/contact', heading: 'Contact us' },
  { name: 'privacy', path: '/privacy', heading: 'Privacy' },
  { name: 'terms', path: '/terms', heading: 'Terms' },
  { name: 'receipt that is not there', path: `/erasures/${'a'.repeat(43)}`, heading: 'Your account is being deleted' },
  { name: 'empty cart', path: '/cart', heading: 'Your cart' },
  { name: 'log-in', path: '/login', heading: 'Welcome back' },
  {
    name: 'log-in with mistakes',
    path: '/login',
    heading: 'Welcome back',
    act: async (page) => {
      await page.getByRole('button', { name: 'Log in', exact: true }).click();
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  { name: 'sign-up', path: '/signup', heading: 'Make your account' },
  {
    name: 'sign-up with mistakes',
    path: '/signup',
    heading: 'Make your account',
    act: async (page) => {
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  { name: 'forgotten password', path: '/forgot-password', heading: 'Forgot your password?' },
  { name: 'reset link without a token', path: '/reset-password', heading: 'Set a new password' },
  { name: 'reset link', path: '/reset-password?token=abcdefghijklmnopqrstuvwxyz', heading: 'Set a new password' },
  { name: 'no such page', path: '/nowhere', heading: 'This page does not exist' },
];

const memberStates: readonly State[] = [
  { name: 'my courses', path: '/dashboard/courses', heading: 'My courses' },
  {
    name: 'cart',
    path: `/courses/${OTHER_PAID_COURSE}`,
    heading: 'SQL: from the first query to a sound design',
    act: async (page) => {
      await page
        .getByRole('button', { name: 'Add to cart' })
        .or(page.getByRole('link', { name: 'Go to cart' }))
        .click();
      await page.getByRole('link', { name: 'Cart, 1 course' }).click();
      await page.getByRole('button', { name: 'Check out' }).waitFor();
    },
  },
  { name: 'profile', path: '/dashboard/profile', heading: 'Profile' },
  {
    name: 'profile being edited',
    path: '/dashboard/profile',
    heading: 'Profile',
    act: async (page) => {
      await page.getByRole('button', { name: 'Edit profile' }).click();
      await page.getByRole('button', { name: 'Save' }).waitFor();
    },
  },
  { name: 'settings', path: '/dashboard/settings', heading: 'Settings' },
  {
    name: 'deletion of the account',
    path: '/dashboard/settings',
    heading: 'Settings',
    act: async (page) => {
      await page.getByRole('button', { name: 'Delete my account' }).click();
      await page.getByRole('dialog').getByLabel('Your password', { exact: true }).waitFor();
    },
  },
  {
    name: 'purchase history',
    path: '/dashboard/orders',
    heading: 'Purchase history',
    act: async (page) => {
      await page.getByRole('button', { name: 'What happened' }).first().click();
      await page.getByRole('list', { name: 'What happened to this order' }).waitFor();
    },
  },
  {
    name: 'account menu',
    path: '/courses',
    heading: 'Courses',
    act: (page) => accountMenu(page).click(),
  },
];

/** The pages of somebody who teaches a course with an article in it. */
function instructorStates({ id, title }: AuthoredCourse): readonly State[] {
  const course = `/dashboard/own-courses/${id}`;
  return [
    { name: 'teaching', path: '/dashboard/teaching', heading: 'Teaching' },
    { name: 'courses I teach', path: '/dashboard/own-courses', heading: 'Courses I teach' },
    { name: 'new course', path: '/dashboard/own-courses/new', heading: 'New course' },
    { name: 'information', path: `${course}/information`, heading: title },
    { name: 'outline', path: `${course}/outline`, heading: title },
    {
      name: 'new video',
      path: `${course}/outline`,
      heading: title,
      act: async (page) => {
        await page.getByRole('button', { name: 'Add video' }).click();
        await page.getByLabel('Choose a video').waitFor();
      },
    },
    {
      name: 'article being edited',
      path: `${course}/outline`,
      heading: title,
      act: async (page) => {
        await page.getByRole('button', { name: 'Edit A lecture' }).first().click();
        await page.getByLabel('Text').waitFor();
      },
    },
    {
      name: 'section about to be deleted',
      path: `${course}/outline`,
      heading: title,
      act: async (page) => {
        await page.getByRole('button', { name: 'Delete the section The section' }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'publishing', path: `${course}/publish`, heading: title },
    {
      name: 'course of somebody else',
      path: `/dashboard/own-courses/${'0'.repeat(24)}/outline`,
      heading: 'Edit course',
    },
    { name: 'page of administrators', path: '/dashboard/admin/users', heading: 'This page does not exist' },
  ];
}

const administratorStates: readonly State[] = [
  { name: 'users', path: '/dashboard/admin/users', heading: 'Users' },
  { name: 'nobody found', path: '/dashboard/admin/users?q=nobody-has-this-name', heading: 'Users' },
  { name: 'categories', path: '/dashboard/admin/categories', heading: 'Categories' },
  { name: 'payments', path: '/dashboard/admin/payments', heading: 'Payments' },
  { name: 'mail log', path: '/dashboard/admin/mails', heading: 'Mail log' },
];

/** Looks at a state as it is on a phone and, without loading it once more, on a desktop. */
async function lookAt(page: Page, { name, path, heading, act }: State): Promise<void> {
  await step(name, async () => {
    await page.setViewportSize(PHONE);
    await page.goto(new URL(path, page.url()).href);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.getByText('Loading…').first().waitFor({ state: 'detached' });
    await act?.(page);
    const onPhone = await faultsOf(page);
    await page.setViewportSize(DESKTOP);
    expect({ [name]: { onPhone, onDesktop: await faultsOf(page) } }).toEqual({
      [name]: { onPhone: [], onDesktop: [] },
    });
  });
}

async function faultsOf(page: Page): Promise<string[]> {
  const tooWide: number = await page.evaluate(overflow);
  return [...(await accessibilityFaults(page)), ...(tooWide > 0 ? [`${tooWide} pixels wider than the window`] : [])];
}

/** How many pixels a page is wider than its window; a page that is scrolled sideways is hard to use on a phone. */
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** A page takes a second, and there are many. */
jest.setTimeout(180_000);

describe('axe finds nothing wrong, on a phone and on a desktop,', () => {
  test('with what visitors see', async () => {
    const { open } = await visitor();
    const page = await open('/');
    for (const state of guestStates) await lookAt(page, state);
  });

  test('with what learners see', async () => {
    const person = await newLearner();
    await orderCourse(person, FREE_COURSE);
    const order = await orderCourse(person, PAID_COURSE);
    const { id } = await new ApiClient().call(getCourse, 200, { params: { slug: FREE_COURSE } });
    const { open } = await visitor();
    const page = await open('/login');
    await logInOnSite(page, person);
    await accountMenu(page).waitFor();
    const states = [
      ...memberStates,
      { name: 'lecture', path: `/learn/${id}`, heading: 'The prompt and the working folder' },
      { name: 'checkout', path: `/checkout/${order.id}`, heading: 'Checkout' },
      { name: 'order that is not there', path: `/checkout/${'0'.repeat(24)}`, heading: 'Checkout' },
    ];
    for (const state of states) await lookAt(page, state);
  });

  test('with what instructors see', async () => {
    const person = await newInstructor({ approved: true });
    const course = await newDraft(person);
    const { open } = await visitor();
    const page = await open('/login');
    await logInOnSite(page, person);
    await accountMenu(page).waitFor();
    for (const state of instructorStates(course)) await lookAt(page, state);
  });

  test('with what administrators see', async () => {
    await newInstructor({ approved: false });
    const { open } = await visitor();
    const page = await open('/login');
    await logInOnSite(page, seededAccount('administrator'));
    await accountMenu(page).waitFor();
    for (const state of administratorStates) await lookAt(page, state);
  });
});
