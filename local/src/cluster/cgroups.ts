import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';
const CONTROLLERS_OF_A_NODE = ['cpu', 'cpuset', 'memory', 'pids'];

/** Name of the folder that everything of a cluster is in, in every hierarchy. */
export const cgroupOf = (instance: string) => `studynotion-${instance}`;

/** The places where control groups are made: one folder for each controller, or a single one with version 2. */
function hierarchies(): string[] {
  if (existsSync(join(ROOT, 'cgroup.controllers'))) return [ROOT];
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(ROOT, name));
}

/** Makes the cluster's folder in every hierarchy. */
export function makeCgroups(instance: string): void {
  for (const hierarchy of hierarchies()) {
    if (existsSync(join(hierarchy, 'cgroup.subtree_control'))) passControllersOn(hierarchy);
    mkdirSync(join(hierarchy, cgroupOf(instance)), { recursive: true });
  }
}

/** Version 2 has controllers in a folder only when its parent passes them on. */
function passControllersOn(folder: string): void {
  for (const controller of CONTROLLERS_OF_A_NODE)
    try {
      writeFileSync(join(folder, 'cgroup.subtree_control'), `+${controller}`);
    } catch {
      // It is not to be had, or version 1 has it; the kubelet says what it misses.
    }
}

/** Removes the cluster's folders; no process may be in them any more. */
export function removeCgroups(instance: string): void {
  for (const folder of cgroupFolders(instance)) removeTree(folder);
}

/** The cluster's folders that exist. */
export function cgroupFolders(instance: string): string[] {
  return hierarchies()
    .map((hierarchy) => join(hierarchy, cgroupOf(instance)))
    .filter((folder) => existsSync(folder));
}

/** A control group's files cannot be deleted, and need not be: an empty group goes by its folder. */
function removeTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeTree(join(folder, entry.name));
  rmdirSync(folder);
}
