import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { addArticleOnSite, addSectionOnSite, addVideoOnSite, sectionPanel } from '../support/authoring-on-site.ts';
import { useBrowser } from '../support/browser.ts';
import { newInstructor } from '../support/people.ts';
import { logInOnSite } from '../support/site.ts';

const { visitor, step } = useBrowser();

/** The lectures in the order they stand on the page. */
function lectures(page: Page): Promise<string[]> {
  return page.getByRole('main').getByRole('heading', { level: 3 }).allTextContents();
}

test('an instructor orders the lectures of a course, and two windows do not take from each other', async () => {
  const person = await newInstructor({ approved: true });
  const title = `Knots that hold, ${Date.now()}`;
  const { open } = await visitor();
  const page = await open('/login?returnTo=/dashboard/own-courses/new');

  await step('begin a course', async () => {
    await logInOnSite(page, person);
    await page.getByLabel('Title').fill(title);
    await page.getByRole('button', { name: 'Begin the course' }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  });

  await step('add two sections with lectures', async () => {
    await page.getByRole('link', { name: 'On to the outline' }).click();
    await addSectionOnSite(page, 'Loops');
    await addSectionOnSite(page, 'Bends');
    await addVideoOnSite(page, { section: 'Loops', title: 'Bowline', seconds: 3 });
    await addArticleOnSite(page, 'Loops', 'Sheet bend', 'For two ropes.');
    await addArticleOnSite(page, 'Bends', 'Reef knot', 'For parcels.');
  });

  await step('look at an article before it is saved', async () => {
    await sectionPanel(page, 'Bends').getByRole('button', { name: 'Add article' }).click();
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
}, 180_000);
