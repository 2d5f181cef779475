import { type Clock, type Logger, whileClaimed } from '@studynotion/service-kit';
import type { WebhookDelivery, WebhookInbox } from '../data/webhook-inbox.ts';
import type { WebhookOutcome } from './process-webhook.ts';

export interface TakeWebhookNeeds {
  readonly inbox: WebhookInbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly process: (delivery: WebhookDelivery) => Promise<WebhookOutcome>;
}

const LONGEST_PAUSE_SECONDS = 3600;
/** About two days; by then reconciling has long found out what it was about. */
const MOST_TRIES = 60;

/** Works off one stored delivery that is due. @returns whether there was one */
export async function takeWebhook({ inbox, clock, logger, process }: TakeWebhookNeeds): Promise<boolean> {
  const delivery = await inbox.claim(clock.now());
  if (delivery === undefined) return false;
  try {
    const outcome = await whileClaimed(
      () => inbox.renew(delivery, clock.now()),
      () => process(delivery),
    );
    await inbox.finish(delivery.id, outcome, clock.now());
  } catch (error) {
    const givenUp = delivery.tries >= MOST_TRIES;
    const what = givenUp ? 'failed at every attempt and is given up' : 'failed and will be tried again';
    logger[givenUp ? 'error' : 'warn']({ error, 'event.id': delivery.id }, `webhook ${delivery.event} ${what}`);
    if (givenUp) await inbox.finish(delivery.id, { state: 'failed' }, clock.now());
    else await inbox.postpone(delivery.id, new Date(clock.now().getTime() + pauseAfter(delivery.tries) * 1000));
  }
  return true;
}

const pauseAfter = (tries: number): number => Math.min(2 ** tries, LONGEST_PAUSE_SECONDS);
