import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Children } from '../children.ts';
import { repository } from '../installation.ts';
import type { Workshop } from '../parts/workshop.ts';
import { SetupError, StoppedError } from '../setup-error.ts';
import { paint, say, step } from '../terminal.ts';
import { type BuiltImage, buildImages, exportImages, imageNames, openImageStore } from './build-images.ts';
import { table } from './table.ts';

const usage = `Usage: npm run images -- [options] [name …]

Builds the images whose sources have changed, all of them or the named ones, and shows their sizes.

  --target dev        images of the Node programs for development, with a shell and their development dependencies
  --export <file>     write them into an archive, for "ctr images import" or "docker load"
  --help              show this text

Names: ${imageNames.join(', ')}
`;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
process.on('disconnect', () => stop.abort());

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { target: { type: 'string' }, export: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    say(usage);
    return 0;
  }
  const { target = 'prod' } = values;
  if (target !== 'prod' && target !== 'dev') throw new SetupError('--target is "prod" or "dev".');
  const names = positionals.length > 0 ? positionals : imageNames;
  const folder = join(repository, '.studynotion', 'images');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = createWriteStream(join(folder, 'images.log'));
  const records = join(folder, `processes-${process.pid}.json`);
  const children = new Children(records);
  const workshop: Workshop = {
    children,
    signal: stop.signal,
    environment: process.env,
    log: (line) => log.write(`${line}\n`),
  };
  try {
    const images = await step('Images', (progress) => buildImages(names, workshop, progress, target));
    const { export: file } = values;
    if (file !== undefined) await step(`Archive ${file}`, () => exportImages(images, file, workshop));
    await show(images, workshop);
    return 0;
  } finally {
    await children.close();
    rmSync(records, { force: true });
    log.end();
  }
}

async function show(images: readonly BuiltImage[], workshop: Workshop): Promise<void> {
  const store = openImageStore(workshop);
  const sizes = await Promise.all(images.map((image) => store.compressedSize(image)));
  say();
  for (const line of table(
    images.map((image, index) => ({ ...image, compressed: sizes[index] ?? 0 })),
    new Date(),
  ))
    say(`  ${line}`);
}

function report(error: unknown): number {
  if (error instanceof StoppedError || stop.signal.aborted) return 130;
  const text = error instanceof SetupError ? error.message : String((error instanceof Error && error.stack) || error);
  process.stderr.write(`${paint('red', text)}\n`);
  return 1;
}

process.exit(await run().catch(report));
