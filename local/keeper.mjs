// Outlives whoever started it, however that one ended: when its standard input closes without the word "done",
// it ends every process recorded in the file it was given.
import { endRecorded, readRecords } from './processes.mjs';

const [, , recordsFile] = process.argv;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

let heard = '';
process.stdin.on('data', (chunk) => {
  heard += chunk;
});
process.stdin.on('close', async () => {
  if (!heard.includes('done')) await endRecorded(readRecords(recordsFile));
  process.exit(0);
});
