import { apps, deadLetterTopic } from '@studynotion/platform';
import { askRedis, type RedisValue, waitUntil } from '@studynotion/platform/testing';
import type { Databases } from './databases.ts';
import { runningPlatform } from './running-platform.ts';

/**
 * Waits until nothing is on its way in the whole platform: every webhook is worked off, every paid order carried out,
 * every outbox empty, every event handled by all who listen. Then nothing more can come of what was done before.
 * @param also names further things that are under way, where a test began such
 */
export async function everythingArrived(
  databases: Databases,
  seconds: number,
  also: () => Promise<readonly string[]> = async () => [],
): Promise<void> {
  let found: string[] = [];
  const look = async () => [
    ...(await also()),
    ...(await webhooksUnderWay(databases)),
    ...(await ordersUnderWay(databases)),
    ...(await outboxesInUse(databases)),
    ...(await topicsInUse()),
  ];
  try {
    await waitUntil(
      'arrival of everything',
      async () => {
        // Along the way that things take; twice, because one who handles an event may have filled an outbox behind our back.
        found = [...(await look()), ...(await look())];
        return found.length === 0;
      },
      seconds,
    );
  } catch (cause) {
    throw new Error(`Still under way: ${[...new Set(found)].join(', ')}`, { cause });
  }
}

async function webhooksUnderWay({ count }: Databases): Promise<string[]> {
  const waiting = await count('payment-service', 'webhook_deliveries', { nextTryAt: { $exists: true } });
  return waiting === 0 ? [] : ['webhooks'];
}

async function ordersUnderWay({ count }: Databases): Promise<string[]> {
  const running = await count('payment-service', 'orders', { 'fulfilment.state': { $in: ['running', 'undoing'] } });
  return running === 0 ? [] : ['orders'];
}

async function outboxesInUse({ collections, count }: Databases): Promise<string[]> {
  const inUse: string[] = [];
  for (const { id, database } of apps) {
    if (database === undefined) continue;
    for (const collection of await collections(id))
      if ((await count(id, collection, { 'outbox.id': { $exists: true } })) > 0) inUse.push(`outbox of ${collection}`);
  }
  return inUse;
}

/** Topics with events that one of those who listen has not got, or has not confirmed. */
async function topicsInUse(): Promise<string[]> {
  const topics = apps.flatMap(({ id, subscriptions }) =>
    subscriptions.flatMap(({ event }) => [event.type, deadLetterTopic(id, event)]),
  );
  const inUse = [];
  for (const topic of new Set(topics)) {
    const [stream, groups] = await askRedis(
      runningPlatform().redis,
      0,
      ['XINFO', 'STREAM', topic],
      ['XINFO', 'GROUPS', topic],
    );
    const newest = fieldsOf(stream)['last-generated-id'];
    const isDone = (group: RedisValue) => {
      const { pending, 'last-delivered-id': delivered } = fieldsOf(group);
      return pending === 0 && delivered === newest;
    };
    if (!(groups as RedisValue[]).every(isDone)) inUse.push(`topic ${topic}`);
  }
  return inUse;
}

/** Redis tells fields as a list of names and values in turn. */
function fieldsOf(value: RedisValue): Record<string, RedisValue> {
  const list = value as RedisValue[];
  return Object.fromEntries(list.flatMap((name, place) => (place % 2 === 0 ? [[String(name), list[place + 1]]] : [])));
}
