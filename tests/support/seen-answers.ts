import { API_PREFIX } from '@studynotion/contracts';

/** An answer that a test got from the API, and what tells who asked. Header names are in lower case. */
export interface SeenAnswer {
  readonly method: string;
  readonly url: string;
  readonly asked: { readonly headers: Readonly<Record<string, string | undefined>>; readonly body?: string };
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

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
