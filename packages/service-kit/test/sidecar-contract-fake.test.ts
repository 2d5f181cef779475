import { beforeAll } from '@jest/globals';
import { FakeSidecar, TestClock } from '../src/testing/index.ts';
import { calledApp, type SidecarScene, sidecarContract } from './sidecar-contract.ts';

let scene: SidecarScene;

beforeAll(() => {
  const clock = new TestClock();
  const secrets = { 'mongodb-uri': 'mongodb://x', 'smtp-url': 'smtp://x' };
  const sidecar = new FakeSidecar({ clock, secrets });
  sidecar.respond('course-service', '', ({ method, path, headers, body }) => {
    const answer = calledApp(method, path, headers?.['x-given'], body);
    return answer === undefined ? new Promise(() => {}) : { ...answer, headers: { 'x-answered': 'yes' } };
  });
  scene = {
    sidecar,
    secrets,
    waitUntil: async (seconds, condition) => {
      clock.advance(seconds);
      if (!(await condition())) throw new Error(`it does not hold after ${seconds} s`);
    },
    received: async (id) => {
      const outgoing = sidecar.published.find((event) => event.id === id);
      return outgoing && { ...outgoing, type: outgoing.event.type };
    },
  };
});

sidecarContract('the fake sidecar', () => scene);
