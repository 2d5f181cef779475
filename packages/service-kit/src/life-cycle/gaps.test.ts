import { describe, expect, test } from '@jest/globals';
import { allRoutes, enrollmentGranted, orderPaid } from '@studynotion/contracts';
import { appOf } from '@studynotion/platform';
import express from 'express';
import { subscriber } from '../events/subscriber.ts';
import { handler } from '../http/handler.ts';
import { gapsOf } from './gaps.ts';

const app = { ...appOf('course-service'), subscriptions: [{ event: enrollmentGranted }] };
const handlers = allRoutes
  .filter((route) => route.app === app.id)
  .map((route) => handler(route, () => Promise.reject(new Error('nobody asks'))));
const hearing = (event: typeof enrollmentGranted | typeof orderPaid) => subscriber(event, async () => undefined);

describe('a service is compared with contracts and table', () => {
  test('and complete where it answers and hears all of its own', () => {
    expect(gapsOf(app, { handlers, subscribers: [hearing(enrollmentGranted)] })).toEqual([]);
  });

  test('a route that nothing answers is told', () => {
    const [first] = handlers.filter(({ route }) => route.path !== '/status');
    const others = handlers.filter((other) => other !== first);
    expect(gapsOf(app, { handlers: others, subscribers: [hearing(enrollmentGranted)] })).toEqual([
      `${first?.route.method} ${first?.route.path} is in the contracts, and nothing answers it`,
    ]);
  });

  test('an event for nobody and a subscriber without events are told', () => {
    expect(gapsOf(app, { handlers, subscribers: [hearing(orderPaid)] })).toEqual([
      'studynotion.enrollment.granted.v1 is subscribed to in the table, and nobody hears it',
      'studynotion.order.paid.v1 is heard, but not subscribed to in the table',
    ]);
  });

  test('an app of its own answers for its routes itself', () => {
    expect(gapsOf({ ...app, subscriptions: [] }, { app: express() })).toEqual([]);
  });
});
