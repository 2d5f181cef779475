import { parentPort } from 'node:worker_threads';
import { type Film, shoot } from './film.ts';

/** A thread of the studio: gets films to make, one at a time. */
parentPort?.on('message', async (film: Film) => {
  try {
    parentPort?.postMessage({ bytes: await shoot(film) });
  } catch (error) {
    parentPort?.postMessage({ trouble: String(error) });
  }
});
