import { describe, expect, test } from '@jest/globals';
import { allEvents } from '@studynotion/contracts';
import { exampleEnvironment, type KubernetesDaprEnvironment } from './dapr-environment.ts';
import { components, type DaprObject, daprObjects } from './dapr-objects.ts';
import { rabbitmqTopology } from './rabbitmq-topology.ts';
import { apps } from './table.ts';

interface Entry {
  readonly name: string;
  readonly value?: string;
  readonly secretKeyRef?: { readonly name: string; readonly key: string };
}

const environment: KubernetesDaprEnvironment = {
  kind: 'kubernetes',
  namespace: 'studynotion',
  trustDomain: 'studynotion',
  broker: 'redis',
  redisHost: 'redis:6379',
};
const withRedis = daprObjects(environment);
const rabbitmqEnvironment: KubernetesDaprEnvironment = { ...environment, broker: 'rabbitmq' };
const withRabbitmq = daprObjects(rabbitmqEnvironment);
const named = (objects: readonly DaprObject[], kind: string, name: string) =>
  objects.find(({ object }) => object.kind === kind && object.metadata.name === name)?.object;
const metadataOf = (objects: readonly DaprObject[], name: string) =>
  (named(objects, 'Component', name)?.spec as { metadata: Entry[] } | undefined)?.metadata ?? [];
const subscriptions = (objects: readonly DaprObject[]) =>
  objects.filter(({ object }) => object.kind === 'Subscription').map(({ object }) => object.spec as SubscriptionSpec);

interface SubscriptionSpec {
  readonly topic: string;
  readonly deadLetterTopic?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

describe('the Dapr objects for Kubernetes', () => {
  test('are the same ones, by kind and name, as on a development machine, with either broker', () => {
    const names = (objects: readonly DaprObject[]) =>
      objects.map(({ file, object }) => [file, object.apiVersion, object.kind, object.metadata.name, object.scopes]);
    const local = names(daprObjects(exampleEnvironment));
    expect(names(withRedis)).toEqual(local);
    expect(names(withRabbitmq)).toEqual(local);
  });

  test('hold the same resiliency, so that a delivery is repeated equally long with either broker', () => {
    const resiliency = (objects: readonly DaprObject[]) => named(objects, 'Resiliency', 'studynotion');
    expect(resiliency(withRedis)).toEqual(resiliency(daprObjects(exampleEnvironment)));
    expect(resiliency(withRabbitmq)).toEqual(resiliency(withRedis));
  });

  test('have every password by reference', () => {
    const secret = (objects: readonly DaprObject[], name: string, entry: string) =>
      metadataOf(objects, name).find((candidate) => candidate.name === entry)?.secretKeyRef;
    expect(secret(withRedis, components.pubsub, 'redisPassword')).toEqual({ name: 'redis', key: 'password' });
    expect(secret(withRedis, components.stateStore, 'redisPassword')).toEqual({ name: 'redis', key: 'password' });
    expect(secret(withRabbitmq, components.pubsub, 'connectionString')).toEqual({ name: 'rabbitmq', key: 'url' });
  });

  test("read an app's secrets from its own Secret only", () => {
    for (const app of apps.filter(({ secrets }) => secrets.length > 0)) {
      const store = named(withRedis, 'Component', `secrets-${app.id}`);
      expect(store).toMatchObject({ spec: { type: 'secretstores.kubernetes' }, scopes: [app.id] });
    }
  });

  test('leave the names of apps to the cluster', () => {
    for (const { id } of apps) expect(named(withRedis, 'Configuration', id)?.spec).not.toHaveProperty('nameResolution');
  });

  test('lose nothing with RabbitMQ: what is published is on disk, what is not handled goes back, what is given up is kept', () => {
    const settings = Object.fromEntries(
      metadataOf(withRabbitmq, components.pubsub).map(({ name, value }) => [name, value]),
    );
    expect(settings).toMatchObject({
      durable: 'true',
      deletedWhenUnused: 'false',
      deliveryMode: '2',
      publisherConfirm: 'true',
      autoAck: 'false',
      requeueInFailure: 'true',
      enableDeadLetter: 'true',
    });
    expect(Number(settings.prefetchCount)).toBeGreaterThanOrEqual(10);
    for (const { metadata } of subscriptions(withRabbitmq)) expect(metadata).toEqual({ queueType: 'quorum' });
    for (const { metadata } of subscriptions(withRedis)) expect(metadata).toBeUndefined();
  });

  test('give both brokers the same scopes of topics', () => {
    const scopes = (objects: readonly DaprObject[]) =>
      metadataOf(objects, components.pubsub).filter(({ name }) => name.endsWith('Scopes'));
    expect(scopes(withRabbitmq)).toEqual(scopes(withRedis));
    expect(scopes(withRabbitmq)).toHaveLength(2);
  });
});

describe('the topology of RabbitMQ', () => {
  const { exchanges, queues, bindings, policies } = rabbitmqTopology();
  const queueNamed = (name: string) => queues.find((queue) => queue.name === name);

  test('has an exchange for every topic that is published or heard', () => {
    const topics = [...allEvents.map(({ type }) => type), ...subscriptions(withRabbitmq).map(({ topic }) => topic)];
    expect(exchanges.map(({ name }) => name)).toEqual(expect.arrayContaining([...new Set(topics)]));
    expect(new Set(exchanges.map(({ name }) => name)).size).toBe(exchanges.length);
  });

  test('has the queue of every subscription, bound to its topic, so that no event waits for its consumer in vain', () => {
    for (const { object } of withRabbitmq.filter(({ object }) => object.kind === 'Subscription')) {
      const { topic } = object.spec as SubscriptionSpec;
      const queue = `${object.scopes?.[0]}-${topic}`;
      expect(queueNamed(queue)).toMatchObject({
        durable: true,
        auto_delete: false,
        arguments: { 'x-dead-letter-exchange': `dlx-${queue}`, 'x-queue-type': 'quorum' },
      });
      expect(bindings).toContainEqual(expect.objectContaining({ source: topic, destination: queue, routing_key: '' }));
      expect(bindings).toContainEqual(
        expect.objectContaining({ source: `dlx-${queue}`, destination: `dlq-${queue}`, routing_key: '' }),
      );
    }
    expect(queues).toHaveLength(2 * subscriptions(withRabbitmq).length);
  });

  test('binds what is there', () => {
    for (const { source, destination } of bindings) {
      expect(exchanges.map(({ name }) => name)).toContain(source);
      expect(queueNamed(`${destination}`)).toBeDefined();
    }
  });

  test('leaves it to the sidecars when a delivery is given up', () => {
    const quorum = policies.filter((policy) => policy['apply-to'] === 'quorum_queues');
    expect(quorum.map(({ pattern, definition }) => [pattern, definition])).toEqual([['.*', { 'delivery-limit': -1 }]]);
  });
});
