import { expect, test } from '@jest/globals';
import { requestOtp, signUp } from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import { useBrowser } from '../support/browser.ts';
import { codeByMail, newAddress, PASSWORD, signUpForm } from '../support/people.ts';
import { codeOf, mailsTo, waitForMail } from '../support/sandbox.ts';
import { accountMenu, askForCode, enterCode } from '../support/site.ts';

const { visitor, step } = useBrowser();

/** Another code than this one. */
function wrongFor(code: string, by = 1): string {
  return String((Number(code) + by) % 1_000_000).padStart(6, '0');
}

test('a wrong code is refused on the page, and the right one works afterwards', async () => {
  const { open } = await visitor({ phone: true });
  const credentials = { email: newAddress(), password: PASSWORD };
  const page = await open('/signup');
  await askForCode(page, credentials);
  const code = codeOf(await waitForMail(credentials.email, 'code'));

  await step('enter a wrong code', async () => {
    await enterCode(page, wrongFor(code));
    await page.getByText('The code is wrong or has expired.').waitFor();
  });
  await step('enter the right one', async () => {
    await enterCode(page, code);
    await accountMenu(page).waitFor();
  });
});

test('five wrong codes burn the right one', async () => {
  const client = new ApiClient();
  const email = newAddress();
  const code = await codeByMail(client, email);
  for (const by of [1, 2, 3, 4, 5])
    expect(await client.refusal(signUp, { body: signUpForm(email, wrongFor(code, by)) })).toBe('otp.invalid');
  expect(await client.refusal(signUp, { body: signUpForm(email, code) })).toBe('otp.invalid');
});

test('four wrong codes do not', async () => {
  const client = new ApiClient();
  const email = newAddress();
  const code = await codeByMail(client, email);
  for (const by of [1, 2, 3, 4]) await client.refusal(signUp, { body: signUpForm(email, wrongFor(code, by)) });
  await client.call(signUp, 201, { body: signUpForm(email, code) });
});

test('a code makes one account, also when it is sent many times at once', async () => {
  const client = new ApiClient();
  const email = newAddress();
  const code = await codeByMail(client, email);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => client.send(signUp, { body: signUpForm(email, code) })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  await waitForMail(email, 'Welcome');
  expect(await mailsTo(email, 'Welcome')).toHaveLength(1);
});

test('a second mail within the pause is refused, whoever asks and however the address is written', async () => {
  const email = newAddress();
  await codeByMail(new ApiClient(), email);
  const answer = await new ApiClient().send(requestOtp, { body: { email: email.toUpperCase() } });
  expect(answer.status).toBe(429);
  expect(JSON.parse(answer.text)).toMatchObject({ code: 'otp.too-soon', retryAfterSeconds: expect.any(Number) });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await mailsTo(email)).toHaveLength(1);
});

test('the page says how long to wait before another code', async () => {
  const { open } = await visitor();
  const page = await open('/signup');
  await askForCode(page, { email: newAddress(), password: PASSWORD });
  await step('the button counts down', async () => {
    await page.getByRole('button', { name: /Resend code|Again in \d+ s/ }).waitFor();
    expect(await page.getByText(/Again in \d+ s/).count()).toBeGreaterThan(0);
  });
});
