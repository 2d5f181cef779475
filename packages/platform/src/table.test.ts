import { describe, expect, test } from '@jest/globals';
import { allEvents, appIds, internalRoutes, isInternal, jsonWebKeySet, publicRoutes } from '@studynotion/contracts';
import {
  allowedCalls,
  appOf,
  apps,
  commonSettings,
  helpers,
  infrastructurePorts,
  publishedBy,
  secrets,
} from './table.ts';

describe("the platform's table", () => {
  test('has each app of the contracts once', () => {
    expect(apps.map(({ id }) => id).toSorted()).toEqual([...appIds].toSorted());
    for (const id of appIds) expect(appOf(id).id).toBe(id);
  });

  test('gives every port once, all below 32768, where the system takes no ephemeral ports', () => {
    const ports = [
      ...apps.flatMap(({ port, operationsPort, dapr }) => [port, operationsPort, ...Object.values(dapr)]),
      ...helpers.flatMap((helper) => Object.values(helper.ports)),
      ...Object.values(infrastructurePorts),
    ];
    expect(new Set(ports).size).toBe(ports.length);
    for (const port of ports) expect(port > 1023 && port < 32_768).toBe(true);
  });

  test("keeps the ports of the project's description", () => {
    expect(Object.fromEntries(apps.map(({ id, port }) => [id, port]))).toEqual({
      'api-gateway': 3000,
      'auth-service': 3001,
      'user-profile-service': 3002,
      'course-service': 3003,
      'payment-service': 3004,
      'rating-review-service': 3005,
      'notification-service': 3006,
      'media-service': 3007,
    });
    expect(helpers.find(({ id }) => id === 'frontend')?.ports.http).toBe(3008);
  });

  test('gives each database to one app', () => {
    const databases = apps.flatMap(({ database }) => (database === undefined ? [] : [database]));
    expect(new Set(databases).size).toBe(databases.length);
  });

  test('gives an app with a database its address, and only to such an app', () => {
    for (const app of apps) expect(app.secrets.includes('mongodb-uri')).toBe(app.database !== undefined);
  });

  test('knows every secret that an app names, and has none that nobody needs', () => {
    const named = new Set(apps.flatMap((app) => app.secrets));
    expect([...named].toSorted()).toEqual(secrets.map(({ name }) => name).toSorted());
    expect(new Set(secrets.map(({ name }) => name)).size).toBe(secrets.length);
  });

  test('lets an app subscribe to events that exist and have a producer that runs', () => {
    for (const { id, subscriptions } of apps) {
      const types = subscriptions.map(({ event }) => event.type);
      expect(new Set(types).size).toBe(types.length);
      for (const { event } of subscriptions) {
        expect(allEvents).toContain(event);
        expect(publishedBy(event.producer)).toContain(event);
        expect([id, appOf(event.producer).id]).toEqual([id, event.producer]);
      }
    }
  });

  test('gives a database to whoever subscribes, for dead letters are kept there', () => {
    for (const app of apps.filter(({ subscriptions }) => subscriptions.length > 0)) expect(app.database).toBeDefined();
  });

  test('lists every setting of an app once, none of which every app has anyway', () => {
    for (const { settings } of [...apps, ...helpers]) {
      const names = [...commonSettings, ...settings].map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
    }
  });

  test('allows exactly the calls that the contracts name', () => {
    const calls = allowedCalls().flatMap(({ caller, routes }) => routes.map((route) => ({ caller, route })));
    const internal = calls.filter(({ route }) => isInternal(route));
    const declared = internalRoutes.flatMap((route) =>
      typeof route.access === 'object' && 'callers' in route.access
        ? route.access.callers.map((caller) => ({ caller, route }))
        : [],
    );
    expect(internal).toHaveLength(declared.length);
    expect(internal).toEqual(expect.arrayContaining(declared));
    const gateway = calls.filter(({ caller, route }) => caller === 'api-gateway' && !isInternal(route));
    expect(gateway.map(({ route }) => route)).toEqual(publicRoutes.filter(({ app }) => app !== 'api-gateway'));
    for (const { caller, route } of calls) {
      if (caller !== 'api-gateway' && !isInternal(route)) expect(route).toBe(jsonWebKeySet);
    }
  });

  test('puts each pair of caller and callee into one entry, with routes of the callee only', () => {
    const pairs = allowedCalls().map(({ caller, callee }) => `${caller} ${callee}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const { callee, routes } of allowedCalls()) for (const { app } of routes) expect(app).toBe(callee);
  });
});
