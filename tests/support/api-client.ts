import { randomInt } from 'node:crypto';
import { ApiClient as Client, type SeenAnswer } from '@studynotion/local';
import { runningPlatform } from './running-platform.ts';
import { noteAnswer } from './seen-answers.ts';

export type { Answer, Sending } from '@studynotion/local';

/** Somebody's program that talks to the gateway, from an address of its own. */
export class ApiClient extends Client {
  /** @param gateway where it sends its requests; the gateway of the running platform by default */
  constructor(gateway?: string) {
    super({
      gateway: () => gateway ?? runningPlatform().addresses.gateway,
      // In the range kept for documentation (RFC 5737 and 2544); limits count by it. The tests stand where the trusted
      // proxy would.
      address: `198.18.${randomInt(256)}.${randomInt(1, 255)}`,
    });
  }

  protected override noteAnswer(answer: SeenAnswer): void {
    noteAnswer(answer);
  }
}
