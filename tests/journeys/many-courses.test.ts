import { expect, test } from '@jest/globals';
import { getMyProfile } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { useBrowser } from '../support/browser.ts';
import { useDatabases } from '../support/databases.ts';
import { newAddress, openSession, PASSWORD } from '../support/people.ts';
import { waitForMail } from '../support/sandbox.ts';
import { accountMenu, logInOnSite, razorpayPage, signUpOnSite } from '../support/site.ts';

const { visitor, step } = useBrowser();
const databases = useDatabases();

const GIT = 'Git for everyday teamwork';
const SQL = 'SQL: from the first query to a sound design';

test('a visitor fills a cart, signs up, buys it, completes and reviews a course on two devices, and leaves for good', async () => {
  const credentials = { email: newAddress(), password: PASSWORD };
  const { open } = await visitor();
  const page = await open('/');

  await step('find a course by search, and put it into the cart', async () => {
    await page.getByRole('banner').getByRole('searchbox', { name: 'Search courses' }).fill('sql desi');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: SQL }).click();
    await page.getByRole('heading', { level: 1, name: SQL }).waitFor();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByText('The course is in your cart.').waitFor();
  });

  await step('and another one', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Courses', exact: true }).click();
    await page.getByRole('link', { name: GIT }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'Go to cart' }).click();
    await page.getByText('2 courses in your cart').waitFor();
    await page.getByText('₹1,798').waitFor();
  });

  await step('sign up on the way to paying; the cart is kept', async () => {
    await page.getByRole('link', { name: 'Log in to check out' }).click();
    await page.getByRole('main').getByRole('link', { name: 'Make an account' }).click();
    await signUpOnSite(page, credentials);
    await page.getByText('2 courses in your cart').waitFor();
  });

  await step('pay', async () => {
    await page.getByRole('button', { name: 'Check out' }).click();
    await razorpayPage(page).getByRole('button', { name: 'Pay ₹1,798' }).click();
    await page.getByRole('heading', { level: 1, name: 'My courses' }).waitFor();
    for (const name of [GIT, SQL]) await page.getByRole('heading', { name }).waitFor();
    await page.getByRole('link', { name: 'Cart, empty' }).waitFor();
  });
  await waitForMail(credentials.email, 'receipt');

  await step('complete the first lectures', async () => {
    await page.getByRole('link', { name: GIT }).first().click();
    for (const heading of ['Snapshots and names', 'The index: preparing the next snapshot']) {
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await page.getByRole('button', { name: 'Complete and go on' }).click();
    }
    await page.getByRole('heading', { level: 1, name: 'Commits that others can read' }).waitFor();
  });

  const phone = await visitor({ phone: true });
  const onPhone = await phone.open('/login?returnTo=/dashboard/courses');
  await step('go on with another device, to the end', async () => {
    await logInOnSite(onPhone, credentials);
    await onPhone.getByText('40 %').waitFor();
    await onPhone.getByRole('link', { name: GIT }).first().click();
    for (const heading of ['Commits that others can read', 'Keeping a branch up to date']) {
      await onPhone.getByRole('heading', { level: 1, name: heading }).waitFor();
      await onPhone.getByRole('button', { name: 'Complete and go on' }).click();
    }
    await onPhone.getByRole('heading', { level: 1, name: 'Undoing, calmly' }).waitFor();
    await onPhone.getByRole('button', { name: 'Mark as completed' }).click();
    await onPhone.getByText('You have completed this course').waitFor();
  });

  await step('give it five stars', async () => {
    await onPhone.getByRole('button', { name: 'Write a review' }).first().click();
    await onPhone.getByRole('radio', { name: '5 stars' }).check({ force: true });
    await onPhone.getByLabel('Your review', { exact: false }).last().fill('Clear from the first page to the last.');
    await onPhone.getByRole('button', { name: 'Publish review' }).click();
    await onPhone.getByText('Thank you. Your review is published.').waitFor();
  });

  await step('others see it on the course', async () => {
    const stranger = await (await visitor()).open('/courses/git-for-everyday-teamwork');
    await stranger.getByText('Clear from the first page to the last.').waitFor();
    await stranger.getByText('1 rating', { exact: true }).waitFor();
  });

  const device = new ApiClient();
  await openSession(device, credentials);
  await step('delete the account', async () => {
    await page.bringToFront();
    await accountMenu(page).click();
    await page.getByRole('banner').getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Delete my account' }).click();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('All of your data was erased').waitFor({ timeout: 40_000 });
  });
  await waitUntil('the end of the other session', async () => (await device.send(getMyProfile)).status === 401);

  await step('the review stays, without a name', async () => {
    const stranger = await (await visitor()).open('/courses/git-for-everyday-teamwork');
    await stranger.getByText('a deleted account').first().waitFor();
    await stranger.getByText('Clear from the first page to the last.').waitFor();
  });
  expect(await databases.count('auth-service', 'accounts', { email: credentials.email })).toBe(0);
}, 180_000);
