import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { sampleMp4, samplePng } from '../../sandbox/src/samples/index.ts';
import { useBrowser } from '../support/browser.ts';
import { newCategory } from '../support/courses.ts';
import { newAddress, PASSWORD } from '../support/people.ts';
import { seededAccount } from '../support/running-platform.ts';
import { accountMenu, logInOnSite, signUpOnSite } from '../support/site.ts';

const { visitor, step } = useBrowser();

const cover = { name: 'cover.png', mimeType: 'image/png', buffer: samplePng({ width: 640, height: 360 }) };

async function addSection(page: Page, title: string): Promise<void> {
  await page.getByLabel('Title of the section').fill(title);
  await page.getByRole('button', { name: 'Add section' }).click();
  await page.getByRole('heading', { level: 2, name: title }).waitFor();
}

/** The panel of a section. */
function section(page: Page, title: string) {
  return page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name: title }) });
}

async function addVideo(page: Page, to: string, title: string, { preview = false } = {}): Promise<void> {
  await section(page, to).getByRole('button', { name: 'Add video' }).click();
  const buffer = sampleMp4({ seconds: 60 });
  await page.getByLabel('Choose a video').setInputFiles({ name: `${title}.mp4`, mimeType: 'video/mp4', buffer });
  await page.getByText(`“${title}.mp4” is there.`).waitFor();
  // The file's name was proposed.
  expect(await page.getByLabel('Title of the lecture').inputValue()).toBe(title);
  if (preview) await page.getByLabel('Free preview: anybody may see this lecture').check();
  await page.getByRole('button', { name: 'Save lecture' }).click();
  await page.getByRole('heading', { level: 3, name: title }).waitFor();
}

/** The lectures in the order they stand on the page. */
function lectures(page: Page): Promise<string[]> {
  return page.getByRole('main').getByRole('heading', { level: 3 }).allTextContents();
}

test('an instructor is approved, builds a course of videos and an article, and puts it on sale', async () => {
  const category = await newCategory();
  const title = `Knots that hold, ${Date.now()}`;
  const credentials = { email: newAddress(), password: PASSWORD };
  const { open } = await visitor();
  const page = await open('/signup');

  await step('sign up as an instructor', async () => {
    await page.getByRole('main').getByText('Instructor', { exact: true }).click();
    await signUpOnSite(page, credentials);
  });

  await step('an administrator approves the instructor', async () => {
    const administration = await (await visitor()).open('/login');
    await logInOnSite(administration, seededAccount('administrator'));
    await accountMenu(administration).click();
    await administration.getByRole('banner').getByRole('link', { name: 'Users' }).click();
    await administration.getByRole('main').getByRole('searchbox', { name: 'Search' }).fill(credentials.email);
    await administration.getByRole('button', { name: 'Find' }).click();
    const account = administration.getByRole('listitem').filter({ hasText: credentials.email });
    await account.getByText('Waiting for approval').waitFor();
    await account.getByRole('button', { name: 'Approve Asha Rao' }).click();
    await account.getByText('Approved', { exact: true }).waitFor();
    // What the session may do is read anew.
    await page.reload();
    await accountMenu(page).waitFor();
  });

  await step('begin a course', async () => {
    await accountMenu(page).click();
    await page.getByRole('banner').getByRole('link', { name: 'Courses I teach' }).click();
    await page.getByRole('link', { name: 'New course' }).click();
    await page.getByLabel('Title').fill(title);
    await page.getByRole('button', { name: 'Begin the course' }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  });

  await step('tell what it is about, with a picture', async () => {
    await page.getByLabel('Summary').fill('Six knots for boats and parcels.');
    await page.getByLabel('Description').fill('From the bowline on.');
    await page.getByLabel('What people will learn, line 1').fill('To tie a bowline');
    await page.getByLabel('Category').selectOption({ label: category.name });
    await page.getByLabel('Price in rupees').fill('249.50');
    await page.getByLabel('Choose a picture').setInputFiles(cover);
    await page.getByText('The picture is saved.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Everything is saved.').waitFor();
  });

  await step('add two sections, three videos and an article', async () => {
    await page.getByRole('link', { name: 'On to the outline' }).click();
    await addSection(page, 'Loops');
    await addSection(page, 'Bends');
    await addVideo(page, 'Loops', 'Bowline', { preview: true });
    await addVideo(page, 'Loops', 'Sheet bend');
    await addVideo(page, 'Bends', 'Reef knot');
    await section(page, 'Bends').getByRole('button', { name: 'Add article' }).click();
    await page.getByLabel('Title of the lecture').fill('When a knot slips');
    await page.getByLabel('Text').fill('Wet **rope** holds less.');
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await page.getByRole('strong').getByText('rope').waitFor();
    await page.getByRole('button', { name: 'Save lecture' }).click();
    await page.getByRole('heading', { level: 3, name: 'When a knot slips' }).waitFor();
  });

  await step('move a lecture by the keyboard, over the border of its section', async () => {
    const down = page.getByRole('button', { name: 'Move Sheet bend down' });
    await down.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Sheet bend is now number 1 of 3 in the section Bends.').waitFor();
    await page.waitForFunction("document.activeElement.getAttribute('aria-label') === 'Move Sheet bend down'");
    await page.reload();
    await page.getByRole('heading', { level: 3, name: 'Sheet bend' }).waitFor();
    expect(await lectures(page)).toEqual(['Bowline', 'Sheet bend', 'Reef knot', 'When a knot slips']);
  });

  await step('move another by its handle', async () => {
    await page
      .getByTitle('Drag When a knot slips')
      .dragTo(page.getByRole('heading', { level: 3, name: 'Reef knot' }), { targetPosition: { x: 8, y: 1 } });
    await page.getByText('When a knot slips is now number 2 of 3 in the section Bends.').waitFor();
    expect(await lectures(page)).toEqual(['Bowline', 'Sheet bend', 'When a knot slips', 'Reef knot']);
  });

  await step('what another window changed does not take away what is typed here', async () => {
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByRole('button', { name: 'Rename the section Loops' }).click();
    await page.getByRole('button', { name: 'Rename the section Bends' }).click();
    await other.getByLabel('Title of the section').first().fill('Loops that hold');
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await other.getByRole('heading', { level: 2, name: 'Loops that hold' }).waitFor();
    await other.close();
    await page.getByLabel('Title of the section').first().fill('Bends that slip');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('This course was changed elsewhere meanwhile').waitFor();
    await page.getByRole('button', { name: 'Load the newest state' }).click();
    await page.getByRole('heading', { level: 2, name: 'Loops that hold' }).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'Bends that slip' }).waitFor();
  });

  const slug = await step('publish', async () => {
    await page.getByRole('link', { name: 'On to publishing' }).click();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('heading', { name: 'This course is on sale' }).waitFor();
    return (await page.getByRole('link', { name: 'See its page' }).getAttribute('href')) ?? '';
  });

  await step('a visitor sees it, and what is free of it', async () => {
    const site = await (await visitor()).open(slug);
    await site.getByRole('heading', { level: 1, name: title }).waitFor();
    await site.getByText('₹249.50').first().waitFor();
    await site.getByText('Bends that slip', { exact: true }).click();
    for (const lecture of ['Bowline', 'Sheet bend', 'When a knot slips', 'Reef knot'])
      await site.getByText(lecture, { exact: true }).first().waitFor();
  });
}, 180_000);
