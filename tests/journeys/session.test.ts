import { describe, expect, test } from '@jest/globals';
import { getMyProfile, logOut, refreshSession } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { useBrowser, type Visitor } from '../support/browser.ts';
import { newLearner, openSession } from '../support/people.ts';
import { waitForMail } from '../support/sandbox.ts';
import { accountMenu, logInOnSite, logOutOnSite } from '../support/site.ts';

const { visitor, step } = useBrowser();

/** Heading of the home page. */
const HOME = 'Learn what carries you further';

/** The refresh cookie of a browser, as somebody who stole it would send it. */
async function refreshCookieOf({ context }: Visitor): Promise<[string, string]> {
  const cookie = (await context.cookies()).find(({ name }) => name.startsWith('studynotion-refresh-'));
  if (cookie === undefined) throw new Error('The browser has no refresh cookie');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  return [cookie.name, cookie.value];
}

async function waitUntilRefused(what: string, ask: () => Promise<{ readonly status: number }>): Promise<void> {
  await waitUntil(what, async () => (await ask()).status === 401);
}

describe('log out', () => {
  test('ends the session at the gateway: its access token is refused before it expires', async () => {
    const { client } = await newLearner();
    await client.call(getMyProfile, 200);
    await client.call(logOut, 204);
    await waitUntilRefused('refusal of the old access token', () => client.send(getMyProfile));
    expect(await client.refusal(getMyProfile)).toBe('session.invalid');
    expect(await client.refusal(refreshSession)).toBe('session.invalid');
  });

  test('leaves the sessions of other devices alone', async () => {
    const person = await newLearner();
    const otherDevice = new ApiClient();
    await openSession(otherDevice, person);
    await person.client.call(logOut, 204);
    await waitUntilRefused('refusal of the old access token', () => person.client.send(getMyProfile));
    await otherDevice.call(getMyProfile, 200);
    await otherDevice.call(refreshSession, 200);
  });

  test('logs out all tabs, and Back shows nothing of the last user', async () => {
    const person = await newLearner();
    const { open } = await visitor();
    const page = await open('/login?returnTo=/dashboard/profile');
    const secondTab = await step('log in', async () => {
      await logInOnSite(page, person);
      await accountMenu(page).waitFor();
      return open('/dashboard/profile');
    });
    await step('both tabs show the profile', async () => {
      for (const tab of [page, secondTab]) await tab.getByText(person.email).first().waitFor();
    });
    await step('go on to another page in the first tab and log out there', async () => {
      await page.bringToFront();
      await page.getByRole('main').getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
      await logOutOnSite(page);
    });
    await step('the other tab is logged out, and Back shows nothing', async () => {
      await secondTab.getByRole('link', { name: 'Log in' }).waitFor();
      await page.getByRole('heading', { level: 1, name: HOME }).waitFor();
      await page.goBack();
      await page.getByRole('button', { name: 'Log in', exact: true }).waitFor();
      for (const tab of [page, secondTab]) expect(await tab.getByText(person.email).count()).toBe(0);
    });
  });

  test('leads home even when Back is pressed while the home page is still being loaded', async () => {
    const person = await newLearner();
    const { open } = await visitor();
    const page = await open('/login');
    const loading = Promise.withResolvers<void>();
    await page.route(/home-page/, async (route) => {
      await loading.promise;
      await route.continue();
    });
    await step('log in and visit two pages', async () => {
      await logInOnSite(page, person);
      await page.getByRole('heading', { level: 1, name: 'My courses' }).waitFor();
      await page.getByRole('main').getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    });
    await step('log out, go back, and let the home page come', async () => {
      const asked = page.waitForRequest(/home-page/);
      await logOutOnSite(page);
      await asked;
      await page.goBack();
      loading.resolve();
      await page.getByRole('heading', { level: 1, name: HOME }).waitFor();
    });
  });
});

describe('a refresh token', () => {
  test('survives reloads and a second tab at the same moment, and ends the session when it is reused later', async () => {
    const person = await newLearner();
    const browser = await visitor();
    const page = await browser.open('/login');
    await step('log in', async () => {
      await logInOnSite(page, person);
      await accountMenu(page).waitFor();
    });
    const [name, stolen] = await refreshCookieOf(browser);

    await step('reload, and open two tabs at once', async () => {
      await page.reload();
      await accountMenu(page).waitFor();
      const tabs = await Promise.all([browser.open('/dashboard/courses'), browser.open('/dashboard/profile')]);
      for (const tab of [page, ...tabs]) await accountMenu(tab).waitFor();
    });
    expect((await refreshCookieOf(browser))[1]).not.toBe(stolen);

    const thief = new ApiClient();
    const reuse = () => {
      thief.cookies.set(name, stolen);
      return thief.send(refreshSession);
    };
    await waitUntilRefused('refusal of the replaced token', reuse);
    await step('the session has ended for everybody', async () => {
      await page.goto(page.url());
      await page.getByRole('link', { name: 'Log in' }).waitFor();
    });
  });
});

describe('a reset link', () => {
  test('sets a new password once and ends all sessions', async () => {
    const person = await newLearner();
    const { open } = await visitor();
    const page = await open('/login');
    const newPassword = 'eight tall trees by the lake';

    const link = await step('ask for a link', async () => {
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await page.getByRole('heading', { level: 1, name: 'Forgot your password?' }).waitFor();
      await page.getByLabel('Email address').fill(person.email);
      await page.getByRole('button', { name: 'Send reset link' }).click();
      await page.getByText('a link is on its way').waitFor();
      const { text } = await waitForMail(person.email, 'Set a new StudyNotion password');
      return /https?:\S+\/reset-password\S+/.exec(text)?.[0] ?? '';
    });
    const setPassword = async () => {
      await page.goto(link);
      await page.getByLabel('New password', { exact: true }).fill(newPassword);
      await page.getByLabel('Confirm new password').fill(newPassword);
      await page.getByRole('button', { name: 'Set new password' }).click();
    };
    await step('set a new password', async () => {
      await setPassword();
      await page.getByText('Your new password is set.').waitFor();
    });
    await step('the link is used up', async () => {
      await setPassword();
      await page.getByText('This link has been used or has expired.').waitFor();
    });

    await waitUntilRefused('end of the old session', () => person.client.send(getMyProfile));
    await step('the old password is refused, the new one taken', async () => {
      await page.goto(new URL('/login', link).href);
      await logInOnSite(page, person);
      await page.getByText('E-mail address or password is wrong.').waitFor();
      await logInOnSite(page, { email: person.email, password: newPassword });
      await accountMenu(page).waitFor();
    });
    await waitForMail(person.email, 'Your StudyNotion password was changed');
  });
});
