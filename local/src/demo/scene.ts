import type { SandboxControls } from '../client/sandbox-controls.ts';
import type { Changes } from './changes.ts';
import type { DemoClient } from './demo-client.ts';
import type { Studio } from './pictures/studio.ts';
import type { DemoPlan } from './plan.ts';

/** What the steps of the demo data share. */
export interface Scene {
  readonly plan: DemoPlan;
  /** Of every person of the plan. */
  readonly password: string;
  /** A client of its own for each person, not logged in yet. */
  readonly newClient: () => DemoClient;
  readonly administrator: DemoClient;
  readonly sandbox: SandboxControls;
  readonly studio: Studio;
  readonly changes: Changes;
  readonly signal: AbortSignal;
}

/** The clients of the plan's people by their e-mail address, logged in. */
export type People = ReadonlyMap<string, DemoClient>;

/** The ids of the plan's courses by their key. */
export type CourseIds = ReadonlyMap<string, string>;

/** What a map of the plan holds. @throws TypeError where the plan names what it does not have */
export function known<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new TypeError(`The plan of the demo data has no ${key}`);
  return value;
}
