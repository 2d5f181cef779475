import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { FrameLocator, Page } from 'playwright-core';
import { comeToRest } from './browser.ts';
import { codeOf, waitForMail } from './sandbox.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Fills in the sign-up form from wherever it is shown, and sends it: a code is on its way then. */
export async function askForCode(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('First name').fill('Asha');
  await page.getByLabel('Last name').fill('Rao');
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Confirm password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
}

/** Enters a code as somebody types it, digit by digit, and sends it. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Digit 1 of 6').click();
  await page.keyboard.type(code);
  await page.getByRole('button', { name: 'Verify email' }).click();
}

/** Signs up from the sign-up page on, by the code in the mail. */
export async function signUpOnSite(page: Page, credentials: Credentials): Promise<void> {
  await askForCode(page, credentials);
  await enterCode(page, codeOf(await waitForMail(credentials.email, 'code')));
  await accountMenu(page).waitFor();
}

/** Fills in the log-in form and sends it. */
export async function logInOnSite(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

/** Only whoever is logged in has one. */
export function accountMenu(page: Page) {
  return page.getByRole('button', { name: 'Account menu' });
}

/** Goes to a page that the account menu leads to. */
export async function openFromMenu(page: Page, name: string): Promise<void> {
  await accountMenu(page).click();
  await page.getByRole('banner').getByRole('link', { name, exact: true }).click();
}

export async function logOutOnSite(page: Page): Promise<void> {
  await accountMenu(page).click();
  // The dashboard has such a button as well.
  await page.getByRole('banner').getByRole('button', { name: 'Log out' }).click();
  await page.getByText('You are logged out.').waitFor();
}

/** Goes to the page of a course by the search in the header; the catalogue may be long. */
export async function openCourse(page: Page, title: string): Promise<void> {
  await page.getByRole('banner').getByRole('searchbox', { name: 'Search courses' }).fill(title);
  await page.keyboard.press('Enter');
  await page.getByRole('main').getByRole('link', { name: title }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** The payment page of Razorpay that lies over the site. */
export function razorpayPage(page: Page): FrameLocator {
  return page.frameLocator('iframe[src*="/v1/checkout/public"]:visible');
}

/** What axe finds wrong with a page once it has come to rest, a line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(comeToRest);
  // It stays in a page that is looked at twice.
  await page.evaluate(`globalThis.axe ?? (() => { ${axeSource} })()`);
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
