import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type KubernetesObject, platformObjects, presets } from '@studynotion/cdk8s';
import { allRoutes, fullPath } from '@studynotion/contracts';
import { type AllowedOperation, accessControl, allowedCalls, apps } from '@studynotion/platform';
import { goModule } from '../support/go-module.ts';

let dapr: string;
let contrib: string;
beforeAll(() => {
  dapr = goModule('daprd', 'github.com/dapr/dapr');
  contrib = goModule('daprd', 'github.com/dapr/components-contrib');
}, 600_000);

const source = (...place: string[]) => readFileSync(join(...place), 'utf8');
const goFiles = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
    .map((name) => source(folder, name))
    .join('\n');

const objects = (['redis', 'rabbitmq'] as const).flatMap((broker) =>
  platformObjects({ ...presets.dev('1.0.0'), broker }),
);
const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);

interface ComponentSpec {
  readonly type: string;
  readonly metadata: readonly { readonly name: string }[];
}

describe("in the pinned release's sources", () => {
  test('every annotation of our pods is one that the injector reads', () => {
    const known = new Set(
      [...source(dapr, 'pkg/injector/annotations/annotations.go').matchAll(/"(dapr\.io\/[^"]+)"/g)].map(
        ([, name]) => name,
      ),
    );
    const used = ofKind('Deployment').flatMap((object) => Object.keys(annotationsOf(object)));
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((name) => name.startsWith('dapr.io/') && !known.has(name))).toEqual([]);
  });

  test('every setting of a component is one that the component, or the runtime for it, reads', () => {
    const everywhere = [join(dapr, 'pkg/scopes'), join(dapr, 'pkg/components/state')].map(goFiles);
    for (const object of ofKind('Component')) {
      const { type, metadata } = object.spec as ComponentSpec;
      const [building, ...names] = type.split('.');
      const folders = [join(building ?? '', ...names), ...(names[0] === 'redis' ? ['common/component/redis'] : [])];
      const text = [...everywhere, ...folders.map((folder) => goFiles(join(contrib, folder)))].join('\n').toLowerCase();
      // Case does not count.
      const unknown = metadata.map(({ name }) => name).filter((name) => !text.includes(`"${name.toLowerCase()}"`));
      expect([type, unknown]).toEqual([type, []]);
    }
  });

  test('a queue gets its type from a setting of the subscription', () => {
    expect(source(contrib, 'pubsub/rabbitmq/rabbitmq.go')).toContain(
      'reqMetadataQueueTypeKey            = "queueType"',
    );
  });

  test('sidecars keep the addresses of others as long as our apps think', () => {
    expect(source(dapr, 'pkg/messaging/direct_messaging.go')).toContain('const resolverCacheTTL = 20\n');
  });
});

function annotationsOf(object: KubernetesObject): Record<string, string> {
  const { template } = object.spec as { template: { metadata: { annotations?: Record<string, string> } } };
  return template.metadata.annotations ?? {};
}

interface Question {
  readonly operations: readonly AllowedOperation[];
  readonly calls: readonly { readonly verb: string; readonly path: string }[];
}

/** Asks the code with which a sidecar decides. */
function decide(questions: readonly Question[]): boolean[][] {
  const folder = mkdtempSync(join(tmpdir(), 'studynotion-access-control-'));
  try {
    const trie = source(dapr, 'pkg/config/acl_trie.go').replace('package config', 'package main');
    writeFileSync(join(folder, 'acl_trie.go'), trie);
    writeFileSync(join(folder, 'main.go'), source(import.meta.dirname, 'access-control.go.txt'));
    writeFileSync(join(folder, 'go.mod'), 'module studynotion.local/access-control\n');
    return JSON.parse(
      execFileSync('go', ['run', '.'], { cwd: folder, input: JSON.stringify(questions), encoding: 'utf8' }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the sidecar's own code allows every call of the platform's table, and no other of a route that exists", () => {
  const asked = apps.flatMap(({ id }) =>
    accessControl(id, { namespace: 'n', trustDomain: 't' }).policies.map(({ appId, operations }) => {
      const routes = allRoutes.filter(({ app }) => app === id);
      const allowed = allowedCalls().find(({ caller, callee }) => caller === appId && callee === id)?.routes ?? [];
      return {
        operations,
        calls: routes.map((route) => ({
          verb: route.method,
          path: fullPath(route).replaceAll(/:[a-zA-Z]+/g, '65f0c0ffee65f0c0ffee65f0'),
        })),
        should: routes.map((route) => allowed.includes(route)),
      };
    }),
  );
  expect(asked.flatMap(({ calls }) => calls).length).toBeGreaterThan(300);
  expect(decide(asked)).toEqual(asked.map(({ should }) => should));
});
