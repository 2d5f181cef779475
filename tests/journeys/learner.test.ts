import { expect, test } from '@jest/globals';
import { colourAt, useBrowser } from '../support/browser.ts';
import { newAddress, PASSWORD } from '../support/people.ts';
import { mailsTo, waitForMail } from '../support/sandbox.ts';
import { accountMenu, logInOnSite, logOutOnSite, openCourse, razorpayPage, signUpOnSite } from '../support/site.ts';

const { visitor, step } = useBrowser();

test('a visitor signs up by mail, buys a course on the Razorpay page and reads its first lecture', async () => {
  const { open } = await visitor();
  const credentials = { email: newAddress(), password: PASSWORD };
  const page = await open('/');

  await step('sign up with the code from the mail', async () => {
    await page.getByRole('link', { name: 'Sign up' }).click();
    await signUpOnSite(page, credentials);
    await page.getByText('Your account is ready. Welcome!').waitFor();
    await waitForMail(credentials.email, 'Welcome');
  });

  await step('log out and log in', async () => {
    await logOutOnSite(page);
    await page.getByRole('link', { name: 'Log in' }).click();
    await logInOnSite(page, credentials);
    await accountMenu(page).waitFor();
  });

  await step('pick a course', async () => {
    await openCourse(page, 'Git for everyday teamwork');
    await page.getByRole('button', { name: 'Buy now' }).click();
  });

  await step('the bank refuses, then the payment goes through', async () => {
    const razorpay = razorpayPage(page);
    const fail = razorpay.getByRole('button', { name: 'Fail this payment' });
    await fail.waitFor();
    // It lies over the site, which is dark, and hides no more of it than it needs.
    expect(Math.max(...(await colourAt(page, 5, 300)))).toBeLessThan(100);
    await fail.click();
    await razorpay.getByText('You can try again.').waitFor();
    // Who has paid by the time it could be sent is not told of the failure any more.
    await waitForMail(credentials.email, 'did not go through');
    await razorpay.getByRole('button', { name: 'Pay ₹499' }).click();
    await page.getByText('You are enrolled. Enjoy the course!').waitFor();
  });

  await step('read the first lecture', async () => {
    await page.getByRole('heading', { level: 1, name: 'Snapshots and names' }).waitFor();
    await page.getByRole('article').getByText('Git stores snapshots, not changes').waitFor();
  });

  await step('find course and order in the dashboard', async () => {
    await accountMenu(page).click();
    await page.getByRole('banner').getByRole('link', { name: 'My courses' }).click();
    await page.getByRole('heading', { name: 'Git for everyday teamwork' }).waitFor();
    await page.getByRole('link', { name: 'Purchase history' }).first().click();
    await page.getByText('Paid', { exact: true }).waitFor();
  });

  await step('the course is not sold twice', async () => {
    await openCourse(page, 'Git for everyday teamwork');
    await page.getByRole('link', { name: 'Go to course' }).waitFor();
    expect(await page.getByRole('button', { name: 'Buy now' }).count()).toBe(0);
  });

  await waitForMail(credentials.email, 'receipt');
  expect((await mailsTo(credentials.email)).map(({ subject }) => subject).toSorted()).toEqual([
    'Welcome to StudyNotion',
    'Your StudyNotion receipt',
    'Your StudyNotion sign-up code',
    'Your payment did not go through',
  ]);
});
