import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { exampleEnvironment } from './dapr-environment.ts';
import {
  components,
  type DaprObject,
  daprObjects,
  deadLetterRoute,
  deadLetterTopic,
  eventRoute,
  toYaml,
} from './dapr-objects.ts';
import { apps } from './table.ts';

interface SubscriptionSpec {
  readonly pubsubname: string;
  readonly topic: string;
  readonly routes: { readonly default: string };
  readonly deadLetterTopic?: string;
}

const objects = daprObjects(exampleEnvironment);
const ofKind = (kind: string): readonly DaprObject[] => objects.filter(({ object }) => object.kind === kind);
const specOf = <Spec>({ object }: DaprObject): Spec => object.spec as Spec;

/** Topics by app, out of Dapr's `app=topic,topic;app=topic`. */
function scopesOf(name: string): Record<string, string[]> {
  const pubsub = ofKind('Component').find(({ object }) => object.metadata.name === components.pubsub);
  const { metadata } = specOf<{ metadata: { name: string; value: string }[] }>(pubsub as DaprObject);
  const value = metadata.find((entry) => entry.name === name)?.value ?? '';
  const entries = value.split(';').map((part): [string, string[]] => {
    const [app = '', topics = ''] = part.split('=');
    return [app, topics.split(',').filter((topic) => topic !== '')];
  });
  return Object.fromEntries(entries);
}

describe('the Dapr objects', () => {
  test('stand one in a file, for daprd ignores a Resiliency among others', () => {
    expect(new Set(objects.map(({ file }) => file)).size).toBe(objects.length);
    for (const object of objects) {
      const documents = parseAllDocuments(toYaml(object));
      expect(documents).toHaveLength(1);
      expect(JSON.parse(JSON.stringify(documents.map((document) => document.toJS())))).toEqual([
        JSON.parse(JSON.stringify(object.object)),
      ]);
    }
  });

  test('of one kind have names of their own: daprd does not start with two of one name, whatever their scopes', () => {
    const names = objects.map(({ object }) => `${object.kind} ${object.metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('that are components or subscriptions are scoped to apps of the table', () => {
    for (const { object } of [...ofKind('Component'), ...ofKind('Subscription')]) {
      expect(object.scopes?.length).toBeGreaterThan(0);
      for (const scope of object.scopes ?? []) expect(apps.map(({ id }) => id)).toContain(scope);
    }
  });

  test('give a secret store to one app each', () => {
    for (const app of apps.filter(({ secrets }) => secrets.length > 0)) {
      const own = ofKind('Component').filter(
        (object) =>
          specOf<{ type: string }>(object).type.startsWith('secretstores.') && object.object.scopes?.includes(app.id),
      );
      expect(own.map(({ object }) => object.scopes)).toEqual([[app.id]]);
    }
  });

  test('give every subscription a dead-letter topic, and that topic a subscriber', () => {
    const subscriptions = ofKind('Subscription').map((object) => ({
      scopes: object.object.scopes,
      ...specOf<SubscriptionSpec>(object),
    }));
    for (const app of apps) {
      for (const { event } of app.subscriptions) {
        const dead = deadLetterTopic(app.id, event);
        const common = { scopes: [app.id], pubsubname: components.pubsub };
        expect(subscriptions).toContainEqual({
          ...common,
          topic: event.type,
          routes: { default: eventRoute(event) },
          deadLetterTopic: dead,
        });
        expect(subscriptions).toContainEqual({ ...common, topic: dead, routes: { default: deadLetterRoute(event) } });
      }
    }
    expect(subscriptions).toHaveLength(2 * apps.flatMap((app) => app.subscriptions).length);
  });

  test('let an app publish its own events and its dead letters, and receive what it subscribes to, and no more', () => {
    const publishing = scopesOf('publishingScopes');
    const subscribing = scopesOf('subscriptionScopes');
    for (const app of apps) {
      const dead = app.subscriptions.map(({ event }) => deadLetterTopic(app.id, event));
      for (const topic of dead) expect(publishing[app.id]).toContain(topic);
      expect((subscribing[app.id] ?? []).toSorted()).toEqual(
        [...app.subscriptions.map(({ event }) => event.type), ...dead].toSorted(),
      );
    }
    const owned = Object.entries(publishing).flatMap(([, topics]) => topics);
    expect(new Set(owned).size).toBe(owned.length);
    expect(publishing['api-gateway']).toBeUndefined();
  });

  test('have one resiliency for all apps, that repeats no call where the callee may have acted', () => {
    const [resiliency, ...others] = ofKind('Resiliency');
    expect(others).toEqual([]);
    const { policies, targets } = specOf<{
      policies: { retries: Record<string, { maxRetries: number; matching?: unknown }> };
      targets: { apps: Record<string, { retry: string }>; components: Record<string, { inbound: { retry: string } }> };
    }>(resiliency as DaprObject);
    expect(Object.keys(targets.apps).toSorted()).toEqual(apps.map(({ id }) => id).toSorted());
    for (const app of apps) {
      const policy = policies.retries[targets.apps[app.id]?.retry ?? ''];
      if (app.repeatable === true)
        expect(policy?.matching).toBeDefined(); // else 4xx would be repeated as well
      else expect(policy?.maxRetries).toBe(0);
    }
    const inbound = policies.retries[targets.components[components.pubsub]?.inbound.retry ?? ''];
    expect(inbound?.maxRetries).toBeGreaterThan(0); // else a dead letter comes of the first failure
  });

  test("let the gateway's sidecar offer invocation, metadata and health only, and nobody gRPC", () => {
    const allowedOf = (app: string) => {
      const configuration = ofKind('Configuration').find(({ object }) => object.metadata.name === app);
      const { api } = specOf<{ api: { allowed: { name: string; protocol: string }[] } }>(configuration as DaprObject);
      return api.allowed.map(({ name, protocol }) => `${protocol} ${name}`).toSorted();
    };
    expect(allowedOf('api-gateway')).toEqual(['grpc metadata', 'http healthz', 'http invoke', 'http metadata']);
    for (const { id } of apps)
      expect(allowedOf(id).filter((name) => name.startsWith('grpc'))).toEqual(['grpc metadata']);
  });
});
