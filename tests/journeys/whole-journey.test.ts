import { expect, test } from '@jest/globals';
import { getLecture, getMyProfile, getPreviewLecture } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import type { Page } from 'playwright-core';
import { expectNoLeaks } from '../leaks/expect-no-leaks.ts';
import { ApiClient } from '../support/api-client.ts';
import { addArticleOnSite, addSectionOnSite, addVideoOnSite, coverFile } from '../support/authoring-on-site.ts';
import { useBrowser } from '../support/browser.ts';
import { useDatabases } from '../support/databases.ts';
import { newAddress, newLearner, openSession, PASSWORD } from '../support/people.ts';
import { seededAccount } from '../support/running-platform.ts';
import { mailsTo, sandbox, waitForMail } from '../support/sandbox.ts';
import { accountMenu, logInOnSite, openCourse, openFromMenu, razorpayPage, signUpOnSite } from '../support/site.ts';

const { visitor, step, picture } = useBrowser();
const databases = useDatabases();

/** A course of examples/courses.json, which the learner buys together with the new one. */
const GIT = 'Git for everyday teamwork';

/** Seconds in the first lecture where the learner stops. */
const STOPPED_AFTER = 10;

const video = (page: Page) => page.locator('video');
/** 0 while the player is not there yet. */
const secondsOf = (page: Page): Promise<number> => page.evaluate('document.querySelector("video")?.currentTime ?? 0');

/** Whether a provider's address gives anything of the video. */
async function playable(address: string): Promise<boolean> {
  return (await fetch(address, { headers: { range: 'bytes=0-99' } })).status === 206;
}

test('an instructor publishes a course; a learner finds it, pays, watches, finishes, reviews, and leaves for good', async () => {
  const word = `knots${Date.now()}`;
  const title = `Knots that hold: ${word}`;
  const category = `Handicraft ${word}`;
  const instructor = { email: newAddress(), password: PASSWORD };
  const learner = { email: newAddress(), password: PASSWORD };
  const administration = await (await visitor()).open('/login');
  const studio = await (await visitor()).open('/signup');

  await step('the administrator creates a category', async () => {
    await logInOnSite(administration, seededAccount('administrator'));
    await administration.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await openFromMenu(administration, 'Categories');
    await administration.getByRole('main').getByLabel('Name').fill(category);
    await administration.getByRole('button', { name: 'Create category' }).click();
    await administration.getByRole('heading', { level: 2, name: category }).waitFor();
    await picture(administration, 'categories');
  });

  await step('an instructor signs up and is approved', async () => {
    await studio.getByRole('main').getByText('Instructor', { exact: true }).click();
    await signUpOnSite(studio, instructor);
    await openFromMenu(administration, 'Users');
    await administration.getByRole('main').getByRole('searchbox', { name: 'Search' }).fill(instructor.email);
    await administration.getByRole('button', { name: 'Find' }).click();
    const account = administration.getByRole('listitem').filter({ hasText: instructor.email });
    await account.getByText('Waiting for approval').waitFor();
    await picture(administration, 'users');
    await account.getByRole('button', { name: 'Approve Asha Rao' }).click();
    await account.getByText('Approved', { exact: true }).waitFor();
    await waitForMail(instructor.email, 'You can publish');
    // What the session may do is read anew.
    await studio.reload();
    await accountMenu(studio).waitFor();
  });

  await step('begins a course and tells what it is about, with a picture', async () => {
    await openFromMenu(studio, 'Courses I teach');
    await studio.getByRole('link', { name: 'New course' }).first().click();
    await studio.getByLabel('Title').fill(title);
    await studio.getByRole('button', { name: 'Begin the course' }).click();
    await studio.getByRole('heading', { level: 1, name: title }).waitFor();
    await studio.getByLabel('Summary').fill('Six knots for boats and parcels.');
    await studio.getByLabel('Description').fill('From the bowline on, **slowly**, rope in hand.');
    await studio.getByLabel('What people will learn, line 1').fill('To tie a bowline');
    await studio.getByLabel('Category').selectOption({ label: category });
    await studio.getByLabel('Price in rupees').fill('249.50');
    await studio.getByLabel('Choose a picture').setInputFiles(coverFile);
    await studio.getByText('The picture is saved.').waitFor();
    await studio.getByRole('button', { name: 'Save', exact: true }).click();
    await studio.getByText('Everything is saved.').waitFor();
    await picture(studio, 'information');
  });

  await step('adds two sections with three videos and an article; an upload shows how far it is', async () => {
    await studio.getByRole('link', { name: 'On to the outline' }).click();
    await addSectionOnSite(studio, 'Loops');
    await addSectionOnSite(studio, 'Bends');
    const progress = studio.getByRole('progressbar').first().waitFor();
    await addVideoOnSite(studio, { section: 'Loops', title: 'Bowline', seconds: 30, preview: true });
    await progress;
    await addVideoOnSite(studio, { section: 'Loops', title: 'Sheet bend', seconds: 60 });
    await addVideoOnSite(studio, { section: 'Bends', title: 'Reef knot', seconds: 4 });
    await addArticleOnSite(studio, 'Bends', 'When a knot slips', 'Wet **rope** holds less.');
    await picture(studio, 'outline');
  });

  const coursePath = await step('and publishes', async () => {
    await studio.getByRole('link', { name: 'On to publishing' }).click();
    await studio.getByRole('button', { name: 'Publish', exact: true }).click();
    await studio.getByRole('heading', { name: 'This course is on sale' }).waitFor();
    await picture(studio, 'published');
    return (await studio.getByRole('link', { name: 'See its page' }).getAttribute('href')) ?? '';
  });
  const slug = coursePath.slice('/courses/'.length);
  const [course] = await databases.find<{ _id: string; sections: readonly { lectures: readonly { id: string }[] }[] }>(
    'course-service',
    'courses',
    { slug },
  );
  const courseId = String(course?._id);
  const lectureIds = (course?.sections ?? []).flatMap(({ lectures }) => lectures.map(({ id }) => String(id)));
  const closed = { courseId, lectureId: lectureIds[1] ?? '' };

  const browser = await visitor();
  const page = await browser.open('/');
  await step('a visitor finds it by search', async () => {
    await picture(page, 'home');
    await page.getByRole('banner').getByRole('searchbox', { name: 'Search courses' }).fill(word.slice(0, -2));
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: title }).waitFor();
    await picture(page, 'found');
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByText('₹249.50').first().waitFor();
    await picture(page, 'course');
  });

  await step('watches the lecture that is open to everybody', async () => {
    await page.getByRole('button', { name: /^Preview.*Bowline/ }).click();
    await video(page).focus();
    await page.keyboard.press('Space');
    await waitUntil('playing of the preview', async () => (await secondsOf(page)) > 1);
    await picture(page, 'preview');
    await page.keyboard.press('Escape');
    await video(page).waitFor({ state: 'detached' });
  });

  await step('and is refused the others', async () => {
    expect(await page.getByRole('button', { name: /^Preview/ }).count()).toBe(1);
    const nobody = new ApiClient();
    expect(await nobody.refusal(getLecture, { params: closed })).toBe('session.required');
    const ofSlug = { params: { slug, lectureId: closed.lectureId } };
    expect(await nobody.refusal(getPreviewLecture, ofSlug)).toBe('lecture.not-open');
    const { client } = await newLearner();
    expect(await client.refusal(getLecture, { params: closed })).toBe('enrollment.required');
  });

  await step('puts it into the cart, and another one, signs up on the way to paying; the cart is kept', async () => {
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByText('The course is in your cart.').waitFor();
    await openCourse(page, GIT);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'Go to cart' }).click();
    await page.getByText('2 courses in your cart').waitFor();
    await page.getByText('₹748.50').waitFor();
    await picture(page, 'cart of a guest');
    await page.getByRole('link', { name: 'Log in to check out' }).click();
    await page.getByRole('main').getByRole('link', { name: 'Make an account' }).click();
    await signUpOnSite(page, learner);
    await page.getByText('2 courses in your cart').waitFor();
  });

  const phone = await visitor({ phone: true });
  const onPhone = await phone.open('/login?returnTo=/dashboard/courses');
  await step('pays, and the browser never comes back: the webhook enrols', async () => {
    await browser.context.route(/\/orders\/\w+\/verify$/, (route) => route.abort());
    await page.getByRole('button', { name: 'Check out' }).click();
    const pay = razorpayPage(page).getByRole('button', { name: 'Pay ₹748.50' });
    await pay.waitFor();
    await picture(page, 'Razorpay');
    await pay.click();
    await razorpayPage(page).getByRole('button', { name: 'Pay ₹748.50' }).waitFor({ state: 'detached' });
    await page.close();
    const { text } = await waitForMail(learner.email, 'receipt');
    for (const bought of [title, GIT, '₹748.50']) expect(text).toContain(bought);
    await logInOnSite(onPhone, learner);
    for (const name of [GIT, title]) await onPhone.getByRole('heading', { name }).waitFor();
    await browser.context.unrouteAll();
  });

  await step('another learner pays, and the webhook never comes: the callback enrols', async () => {
    await sandbox('PUT', '/razorpay/webhooks', { mode: 'drop' });
    const other = await newLearner();
    const otherPage = await (await visitor()).open(`/login?returnTo=${coursePath}`);
    await logInOnSite(otherPage, other);
    await otherPage.getByRole('button', { name: 'Buy now' }).click();
    await razorpayPage(otherPage).getByRole('button', { name: 'Pay ₹249.50' }).click();
    await otherPage.getByText('You are enrolled. Enjoy the course!').waitFor();
    await sandbox('DELETE', '');
    await waitForMail(other.email, 'receipt');
  });

  const watching = await browser.open('/dashboard/courses');
  await step('watches; the address is for nobody else, and altered it opens nothing', async () => {
    await watching.getByRole('link', { name: title }).first().click();
    await watching.getByRole('heading', { level: 1, name: 'Bowline' }).waitFor();
    await watching.getByRole('button', { name: 'Complete and go on' }).click();
    await watching.getByRole('heading', { level: 1, name: 'Sheet bend' }).waitFor();
    await video(watching).focus();
    await watching.keyboard.press('Space');
    await waitUntil('playing', async () => (await secondsOf(watching)) > 1);
    await watching.keyboard.press('l');
    await waitUntil('the jump', async () => (await secondsOf(watching)) > STOPPED_AFTER);
    await picture(watching, 'lecture');
    const address: string = await watching.evaluate('document.querySelector("video").currentSrc');
    expect(await playable(address)).toBe(true);
    const later = address.replace(/expires_at=(\d+)/, (_, at) => `expires_at=${Number(at) + 3600}`);
    expect(later).not.toBe(address);
    expect(await playable(later)).toBe(false);
    const forged = address.replace(/signature=(.)/, (_, first) => `signature=${first === '0' ? '1' : '0'}`);
    expect(await playable(forged)).toBe(false);
    const saved = watching.waitForResponse((answer) => answer.url().endsWith('/position') && answer.ok());
    await watching.keyboard.press('Space');
    await saved;
  });

  await step('goes on with another device, where it was stopped', async () => {
    await onPhone.reload();
    await onPhone.getByText('25 %').waitFor();
    await picture(onPhone, 'my courses');
    await onPhone.getByRole('link', { name: title }).first().click();
    await onPhone.getByRole('heading', { level: 1, name: 'Sheet bend' }).waitFor();
    await waitUntil('the place where it was stopped', async () => (await secondsOf(onPhone)) >= STOPPED_AFTER);
    await picture(onPhone, 'lecture on a phone');
    await onPhone.getByRole('button', { name: 'Complete and go on' }).click();
  });

  await step('a video that was watched to its end is completed; the article too: 100 %', async () => {
    await onPhone.getByRole('heading', { level: 1, name: 'Reef knot' }).waitFor();
    await video(onPhone).focus();
    await onPhone.keyboard.press('Space');
    await onPhone.getByRole('button', { name: 'Mark as not completed' }).waitFor();
    await onPhone.getByRole('link', { name: /^Next/ }).click();
    await onPhone.getByRole('heading', { level: 1, name: 'When a knot slips' }).waitFor();
    await onPhone.getByRole('strong').getByText('rope').waitFor();
    await onPhone.getByRole('button', { name: 'Mark as completed' }).click();
    await onPhone.getByText('You have completed this course').waitFor();
    await onPhone.getByText('100 %').first().waitFor();
    await picture(onPhone, 'completed');
  });

  await step('gives it five stars; the card in the catalogue shows them, the instructor hears of it', async () => {
    await onPhone.getByRole('button', { name: 'Write a review' }).first().click();
    await onPhone.getByRole('radio', { name: '5 stars' }).check({ force: true });
    await onPhone.getByLabel('Your review', { exact: false }).last().fill('Clear from the first loop to the last.');
    await picture(onPhone, 'review');
    await onPhone.getByRole('button', { name: 'Publish review' }).click();
    await onPhone.getByText('Thank you. Your review is published.').waitFor();
    await waitForMail(instructor.email, 'review');
    const stranger = await (await visitor()).open(`/courses?q=${word}`);
    const card = stranger.getByRole('listitem').filter({ has: stranger.getByRole('link', { name: title }) });
    await card.getByText('(1 rating)').waitFor();
    await card.getByRole('img', { name: '5 of 5 stars' }).waitFor();
    await picture(stranger, 'catalogue with stars');
    await stranger.getByRole('link', { name: title }).click();
    await stranger.getByText('Clear from the first loop to the last.').waitFor();
    await picture(stranger, 'course with a review');
  });

  await step('the instructor sees two students, four fifths of what they paid, and the rating', async () => {
    await openFromMenu(studio, 'Teaching');
    const row = studio.getByRole('row').filter({ hasText: title });
    await row.getByText('₹399.20').waitFor();
    await row.getByRole('cell', { name: '2', exact: true }).waitFor();
    await row.getByText('5.0', { exact: true }).waitFor();
    await picture(studio, 'teaching');
  });

  await step('the learner finds the order in the purchase history', async () => {
    await watching.bringToFront();
    await openFromMenu(watching, 'Purchase history');
    await watching.getByText('Paid', { exact: true }).waitFor();
    await watching.getByText('₹748.50').waitFor();
    await watching.getByRole('button', { name: 'What happened' }).click();
    await picture(watching, 'purchase history');
  });

  const newPassword = 'eight tall trees by the lake';
  await step('changes the password: the session of the phone ends', async () => {
    await openFromMenu(watching, 'Settings');
    await watching.getByLabel('Current password').fill(learner.password);
    await watching.getByLabel('New password', { exact: true }).fill(newPassword);
    await watching.getByLabel('Confirm new password').fill(newPassword);
    await watching.getByRole('button', { name: 'Change password' }).click();
    await waitForMail(learner.email, 'password was changed');
    await picture(watching, 'settings');
    await onPhone.reload();
    await onPhone.getByRole('button', { name: 'Log in', exact: true }).waitFor();
    await watching.reload();
    await accountMenu(watching).waitFor();
  });

  // Afterwards nothing tells any more that the learner was one.
  await expectNoLeaks(databases);
  const device = new ApiClient();
  await openSession(device, { email: learner.email, password: newPassword });
  await step('deletes the account', async () => {
    await watching.getByRole('button', { name: 'Delete my account' }).click();
    await watching.getByLabel('Your password', { exact: true }).fill(newPassword);
    await watching.getByRole('button', { name: 'Delete for good' }).click();
    await watching.getByText('All of your data was erased').waitFor({ timeout: 40_000 });
    await picture(watching, 'receipt of the deletion');
    await waitUntil('the end of the other session', async () => (await device.send(getMyProfile)).status === 401);
    expect(await databases.count('auth-service', 'accounts', { email: learner.email })).toBe(0);
    expect((await mailsTo(learner.email))[0]?.subject).toMatch(/deleted/);
  });

  await step('the review stays, without a name', async () => {
    const stranger = await (await visitor()).open(coursePath);
    await stranger.getByText('a deleted account').first().waitFor();
    await stranger.getByText('Clear from the first loop to the last.').waitFor();
    await picture(stranger, 'review of a deleted account');
  });
}, 300_000);
