import { describe, expect, test } from '@jest/globals';
import { type AppId, allRoutes, fullPath, publicRoutes, type RouteDefinition } from '@studynotion/contracts';
import { type AllowedOperation, accessControl, allowedOperations } from './access-control.ts';
import { allowedCalls, apps } from './table.ts';

const place = { namespace: 'studynotion', trustDomain: 'studynotion' };
const policiesOf = (callee: AppId) => accessControl(callee, place).policies;
/** As Dapr gets it: with a value for each parameter. */
const asked = (route: RouteDefinition) => fullPath(route).replaceAll(/:[a-zA-Z]+/g, '65f0c0ffee65f0c0ffee65f0');

interface Node {
  readonly segment: string;
  readonly nodes: Node[];
  operation?: AllowedOperation;
}

/** Looks an operation up as Dapr 1.18 does (pkg/config/acl_trie.go): the first fit of each segment, and never back. */
function search(root: Node, path: string): AllowedOperation | undefined {
  const segments = path.toLowerCase().split('/').slice(1);
  let node: Node | undefined = root;
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    node = child(node, segment, last);
    if (node === undefined) return undefined;
    if (node.operation !== undefined) {
      if (!last && node.segment === '*') continue;
      return node.operation;
    }
    if (last) return child(node, '*', true)?.operation;
  }
  return undefined;
}

function child({ nodes }: Node, segment: string, last: boolean): Node | undefined {
  return nodes.find((node) => node.segment === segment || (node.segment === '*' ? last : node.segment === '**'));
}

function trieOf(operations: readonly AllowedOperation[]): Node {
  const root: Node = { segment: '', nodes: [] };
  for (const operation of operations) {
    let node = root;
    for (const segment of operation.name.toLowerCase().split('/').slice(1)) {
      let next = node.nodes.find((candidate) => candidate.segment === segment);
      if (next === undefined) {
        next = { segment, nodes: [] };
        node.nodes.push(next);
      }
      node = next;
    }
    node.operation ??= operation;
  }
  return root;
}

const allows = (operations: readonly AllowedOperation[], verb: string, path: string) =>
  search(trieOf(operations), path)?.httpVerb.includes(verb) === true;

describe('access control', () => {
  test("lets every app call the routes that the table allows it, and no other of the callee's", () => {
    for (const { id: callee } of apps)
      for (const { id: caller } of apps) {
        const operations = policiesOf(callee).find(({ appId }) => appId === caller)?.operations ?? [];
        const allowed = allowedCalls().find((call) => call.caller === caller && call.callee === callee)?.routes ?? [];
        for (const route of allRoutes.filter(({ app }) => app === callee))
          expect([caller, route.method, fullPath(route), allows(operations, route.method, asked(route))]).toEqual([
            caller,
            route.method,
            fullPath(route),
            allowed.includes(route),
          ]);
      }
  });

  test('refuses everything else by default, from whomever', () => {
    for (const { id } of apps) {
      const { defaultAction, trustDomain, policies } = accessControl(id, place);
      expect({ defaultAction, trustDomain }).toEqual({ defaultAction: 'deny', trustDomain: 'studynotion' });
      for (const policy of policies) expect(policy).toMatchObject({ defaultAction: 'deny', ...place });
    }
    expect(policiesOf('api-gateway')).toEqual([]);
  });

  test('opens no path above, below or beside those of the table', () => {
    const operations = policiesOf('payment-service').find(({ appId }) => appId === 'course-service')?.operations ?? [];
    expect(allows(operations, 'GET', '/internal/enrollments/a/b')).toBe(true);
    for (const path of [
      '/',
      '/internal',
      '/internal/enrollments',
      '/internal/enrollments/a/b/c',
      '/events/x',
      '/healthz',
    ])
      expect([path, allows(operations, 'GET', path)]).toEqual([path, false]);
    expect(allows(operations, 'DELETE', '/internal/enrollments/a/b')).toBe(false);
  });

  test('leaves no operation behind another that would answer for it', () => {
    const routes = publicRoutes.filter(({ app }) => app === 'course-service');
    const names = allowedOperations(routes).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names)
      if (!name.endsWith('/*')) expect(names.filter((other) => other.startsWith(`${name}/`))).toEqual([]);
  });
});
