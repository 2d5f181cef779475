/** Something the person at the keyboard can do something about; the message is one clear sentence. */
export class SetupError extends Error {}

/** The start was called off, by Ctrl-C or a signal. */
export class StoppedError extends Error {
  constructor() {
    super('Stopped on request');
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
