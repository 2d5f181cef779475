import { allEvents } from '@studynotion/contracts';
import { deadLetterTopic } from './dapr-objects.ts';
import { apps } from './table.ts';

/** Nobody takes from the broker's own dead letters by itself; they are kept as long as events are in Redis. */
const DEAD_LETTERS_KEPT = 720 * 3600 * 1000;

/**
 * The exchanges, queues and bindings that the sidecars will declare, as definitions that RabbitMQ loads at its start.
 * A fanout exchange drops what nobody is bound to, so without them an event published before its consumers were ever up,
 * as on the first day of an installation, would be lost. Names and arguments are those of Dapr's pubsub.rabbitmq
 * (components-contrib 1.18): with others its own declarations would be refused.
 */
export function rabbitmqTopology() {
  const subscribed = apps.flatMap((app) =>
    app.subscriptions.flatMap(({ event }) =>
      [event.type, deadLetterTopic(app.id, event)].map((topic) => ({ topic, queue: `${app.id}-${topic}` })),
    ),
  );
  const topics = [...new Set([...allEvents.map(({ type }) => type), ...subscribed.map(({ topic }) => topic)])];
  const place = { vhost: '/' };
  const kept = { ...place, durable: true, auto_delete: false };
  return {
    vhosts: [{ name: '/' }],
    policies: [
      {
        ...place,
        name: 'sidecars-decide',
        pattern: '.*',
        'apply-to': 'quorum_queues',
        // By itself RabbitMQ 4 gives up what went back twenty times; when a delivery is given up is the sidecar's to say.
        definition: { 'delivery-limit': -1 },
        priority: 0,
      },
      {
        ...place,
        name: 'dead-letters-of-the-broker',
        pattern: '^dlq-',
        'apply-to': 'queues',
        definition: { 'message-ttl': DEAD_LETTERS_KEPT },
        priority: 0,
      },
    ],
    exchanges: [...topics, ...subscribed.map(({ queue }) => `dlx-${queue}`)].map((name) => ({
      ...kept,
      name,
      type: 'fanout',
      internal: false,
      arguments: {},
    })),
    queues: subscribed.flatMap(({ queue }) => [
      {
        ...kept,
        name: queue,
        arguments: { 'x-dead-letter-exchange': `dlx-${queue}`, 'x-queue-type': 'quorum' },
      },
      { ...kept, name: `dlq-${queue}`, arguments: { 'x-queue-mode': 'lazy' } },
    ]),
    bindings: subscribed.flatMap(({ topic, queue }) =>
      [
        [topic, queue],
        [`dlx-${queue}`, `dlq-${queue}`],
      ].map(([source, destination]) => ({
        ...place,
        source,
        destination,
        destination_type: 'queue',
        routing_key: '',
        arguments: {},
      })),
    ),
  };
}
