import { API_PREFIX } from '@studynotion/contracts';
import type { SeenAnswer } from '@studynotion/local';

export type { SeenAnswer };

let seen: SeenAnswer[] = [];

/** Keeps an answer of the API for the leak scanner; anything else that tests ask is left out. */
export function noteAnswer(answer: SeenAnswer): void {
  if (new URL(answer.url).pathname.startsWith(`${API_PREFIX}/`)) seen.push(answer);
}

/** The answers since they were taken last. */
export function takeSeenAnswers(): readonly SeenAnswer[] {
  const taken = seen;
  seen = [];
  return taken;
}
