import type { ChildProcess } from 'node:child_process';

export interface ProcessRecord {
  readonly name: string;
  /** Leader of a process group of its own. */
  readonly pid: number;
  readonly identity?: string;
  /** Signal that asks it to end. @default 'SIGTERM' */
  readonly signal?: NodeJS.Signals;
  /** Name of the container it stands for. @default none */
  readonly container?: string;
}

export function processIdentity(pid: number): string | undefined;
export function runs(record: ProcessRecord): boolean;
export function readRecords(file: string): ProcessRecord[];
export function writeRecords(file: string, records: readonly ProcessRecord[]): void;
export function signalGroup(record: ProcessRecord, signal: NodeJS.Signals): void;
export function endRecorded(
  records: readonly ProcessRecord[],
  options?: { patienceMilliseconds?: number },
): Promise<ProcessRecord[]>;
export function behindGate(command: string, parameters: readonly string[]): [string, string[]];
export function openGate(child: ChildProcess): void;
