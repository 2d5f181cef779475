import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page, type Response } from 'playwright-core';
import { runningPlatform, screenshotFolderOf, testInstance } from './running-platform.ts';
import { noteAnswer } from './seen-answers.ts';

/** Text that is still fading in is not yet as it will be read. */
export const comeToRest = `Promise.all(
  document.getAnimations()
    .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished.catch(() => undefined)),
).then(() => undefined)`;

/** Digest of a server's public key that is trusted whoever signed it, base64. @default none */
const TRUSTED_KEY = process.env.TRUSTED_KEY;
const screenshotFolder = screenshotFolderOf(testInstance);

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** One person's browser: pages share its cookies, as tabs do. */
export interface Visitor {
  readonly context: BrowserContext;
  /** Opens a tab at a path of the site. */
  open(path: string): Promise<Page>;
}

export interface Browsing {
  /** A browser that nobody used before. */
  visitor(options?: { readonly phone?: boolean }): Promise<Visitor>;
  /**
   * One step of a journey. When it fails, every open page is photographed, and the error says where the pictures are.
   */
  step<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** A photograph to look at afterwards, numbered, in a folder named after the test. */
  picture(page: Page, name: string): Promise<void>;
}

/**
 * A Chromium for the tests of a file. After each test all its pages are closed, and what the browser complained of
 * fails the test: an exception in a script, a refusal by the content security policy.
 */
export function useBrowser(): Browsing {
  let browser: Browser;
  let complaints: string[] = [];
  const answers: Promise<void>[] = [];
  const contexts: BrowserContext[] = [];
  let pictures = 0;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM,
      args: [
        // Root, as which containers run, gets no sandbox.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        // The one certificate that this machine made for its cluster, and no other one that is not signed as it should.
        ...(TRUSTED_KEY === undefined ? [] : [`--ignore-certificate-errors-spki-list=${TRUSTED_KEY}`]),
      ],
    });
  });

  afterEach(async () => {
    await Promise.all(answers.splice(0));
    for (const context of contexts.splice(0)) await context.close();
    const heard = complaints;
    complaints = [];
    if (heard.length > 0) throw new Error(`The browser complained:\n${heard.join('\n')}`);
  });

  afterAll(() => browser?.close());

  return {
    async visitor({ phone = false } = {}) {
      const context = await browser.newContext({ viewport: phone ? PHONE : DESKTOP, locale: 'en-IN' });
      context.setDefaultTimeout(15_000);
      contexts.push(context);
      context.on('weberror', (error) => complaints.push(String(error.error().stack)));
      context.on('console', (message) => {
        if (/content security policy/i.test(message.text())) complaints.push(message.text());
      });
      context.on('response', (response) => answers.push(noteResponse(response)));
      return {
        context,
        open: async (path) => {
          const page = await context.newPage();
          await page.goto(`${runningPlatform().addresses.site}${path}`);
          return page;
        },
      };
    },
    async step(name, work) {
      try {
        return await work();
      } catch (error) {
        const pictures = await photograph(contexts, name);
        throw new Error(`Step "${name}" failed; see ${pictures.join(', ')}`, { cause: error });
      }
    },
    async picture(page, name) {
      pictures += 1;
      const file = `${String(pictures).padStart(2, '0')}-${fileName(name)}.png`;
      const path = join(screenshotFolder, fileName(expect.getState().currentTestName ?? ''), file);
      await page.evaluate(comeToRest);
      await page.screenshot({ path, fullPage: true });
    },
  };
}

/** Red, green and blue of a point of a page as it is seen, 0 to 255 each. */
export async function colourAt(page: Page, x: number, y: number): Promise<readonly number[]> {
  const png = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
  const data: Buffer[] = [];
  // Chunks after a signature of eight bytes: length, type, data, checksum (https://www.w3.org/TR/png-3/#5Chunk-layout).
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  // The first byte names a filter, which has nothing to go by in a picture of one point.
  return [...inflateSync(Buffer.concat(data)).subarray(1, 4)];
}

async function noteResponse(response: Response): Promise<void> {
  const request = response.request();
  try {
    noteAnswer({
      method: request.method(),
      url: response.url(),
      asked: { headers: await request.allHeaders(), body: request.postData() ?? undefined },
      status: response.status(),
      headers: await response.allHeaders(),
      body: await response.text(),
    });
  } catch {
    // The page was left before the answer was whole, so nobody saw it either.
  }
}

async function photograph(contexts: readonly BrowserContext[], name: string): Promise<string[]> {
  mkdirSync(screenshotFolder, { recursive: true });
  const pages = contexts.flatMap((context) => context.pages());
  return Promise.all(
    pages.map(async (page, index) => {
      const path = join(screenshotFolder, `${fileName(name)}-${index + 1}.png`);
      await page.screenshot({ path, fullPage: true });
      return path;
    }),
  );
}

function fileName(text: string): string {
  return text.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60);
}
