import type { Page } from 'playwright-core';
import { sampleMp4, samplePng } from '../../sandbox/src/samples/index.ts';

/** A picture of a course, to choose in a file dialog. */
export const coverFile = { name: 'cover.png', mimeType: 'image/png', buffer: samplePng({ width: 640, height: 360 }) };

/** A film to choose in a file dialog; it plays. */
export function videoFile(title: string, seconds: number) {
  return { name: `${title}.mp4`, mimeType: 'video/mp4', buffer: sampleMp4({ seconds }) };
}

/** The panel of a section in the outline. */
export function sectionPanel(page: Page, title: string) {
  return page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name: title }) });
}

export async function addSectionOnSite(page: Page, title: string): Promise<void> {
  await page.getByLabel('Title of the section').fill(title);
  await page.getByRole('button', { name: 'Add section' }).click();
  await page.getByRole('heading', { level: 2, name: title }).waitFor();
}

export interface VideoToAdd {
  readonly section: string;
  readonly title: string;
  /** How long it plays. */
  readonly seconds: number;
  readonly preview?: boolean;
}

/** Uploads a video and makes a lecture of it, which gets the name of the file. */
export async function addVideoOnSite(page: Page, { section, title, seconds, preview = false }: VideoToAdd) {
  await sectionPanel(page, section).getByRole('button', { name: 'Add video' }).click();
  await page.getByLabel('Choose a video').setInputFiles(videoFile(title, seconds));
  await page.getByText(`“${title}.mp4” is there.`).waitFor();
  if (preview) await page.getByLabel('Free preview: anybody may see this lecture').check();
  await page.getByRole('button', { name: 'Save lecture' }).click();
  await page.getByRole('heading', { level: 3, name: title }).waitFor();
}

export async function addArticleOnSite(page: Page, section: string, title: string, markdown: string): Promise<void> {
  await sectionPanel(page, section).getByRole('button', { name: 'Add article' }).click();
  await page.getByLabel('Title of the lecture').fill(title);
  await page.getByLabel('Text').fill(markdown);
  await page.getByRole('button', { name: 'Save lecture' }).click();
  await page.getByRole('heading', { level: 3, name: title }).waitFor();
}
