import { BARE_ROUTE, type Goal, type Result } from './goals.ts';

/** The figures as a table of Markdown. */
export function figuresTable(results: ReadonlyMap<string, Result>): string {
  const bare = results.get(BARE_ROUTE)?.figure.requestsPerSecond ?? Number.NaN;
  const rows = [...results].map(([name, { figure, calls }]) => [
    name,
    figure.requestsPerSecond.toFixed(0),
    shareOf(figure.requestsPerSecond, bare),
    milliseconds(figure.p50),
    milliseconds(figure.p99),
    String(figure.errors),
    calls === undefined ? '–' : String(calls.database),
    calls === undefined ? '–' : String(calls.sidecar),
    figure.bytes.toFixed(0),
  ]);
  const header = ['What', 'per second', 'of the bare route', 'p50', 'p99', 'errors', 'database', 'sidecar', 'bytes'];
  return table(header, rows);
}

/** The goals as a table of Markdown. */
export function goalsTable(goals: readonly Goal[]): string {
  return table(
    ['Goal', 'Found', ''],
    goals.map(({ name, found, met }) => [name, found, met ? 'met' : '**missed**']),
  );
}

function shareOf(perSecond: number, bare: number): string {
  if (perSecond === bare) return '1';
  return perSecond === 0 ? '–' : `1/${(bare / perSecond).toFixed(1)}`;
}

function milliseconds(time: number): string {
  return Number.isNaN(time) ? '–' : `${time.toFixed(1)} ms`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length)),
  );
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  return [
    line(header),
    line(
      header.map(() => ''),
      '-',
    ),
    ...rows.map((row) => line(row)),
  ].join('\n');
}
