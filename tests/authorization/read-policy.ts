import { readFileSync } from 'node:fs';

/** Everybody the policy speaks of, in the order of its columns. */
export const people = [
  'visitor',
  'learner',
  'buyer',
  'applicant',
  'colleague',
  'owner',
  'administrator',
  'deleted',
] as const;
export type Who = (typeof people)[number];

/** What is answered: a status, and the code of a problem where it is one. */
export interface Outcome {
  readonly status: number;
  readonly code?: string;
}

/** Something that is asked for, and what comes of it for each; nothing for whom it is not tried. */
export interface Line {
  readonly thing: string;
  readonly outcomes: ReadonlyMap<Who, Outcome>;
}

/** What the policy says of one route. */
export interface RouteRule {
  /** Method and path, as `GET /courses`. */
  readonly route: string;
  readonly lines: readonly Line[];
}

const NOT_TRIED = '–';

/** Reads policy.md. @throws what a line of it says that means nothing */
export function readPolicy(file: URL): readonly RouteRule[] {
  const [preface = '', rules = ''] = readFileSync(file, 'utf8').split('\n# The rules\n');
  const meanings = new Map(rowsOf(preface).flatMap(meaningOf));
  return rules
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => rulesOf(section, meanings));
}

function meaningOf([word = '', status, code]: readonly string[]): [string, Outcome][] {
  return code === undefined || !/^\d+$/.test(status ?? '') ? [] : [[word, { status: Number(status), code }]];
}

function rulesOf(section: string, meanings: ReadonlyMap<string, Outcome>): RouteRule[] {
  const [title = ''] = section.split('\n');
  const [columns = [], , ...rows] = rowsOf(section);
  if (columns.slice(1).join() !== people.join()) throw new Error(`"${title}" has other columns: ${columns}`);
  const routes = [...section.matchAll(/^- `(?<route>[A-Z]+ \S+)` (?<status>\d+)$/gm)];
  return routes.map(({ groups }) => ({
    route: groups?.route ?? '',
    lines: rows.map((row) => lineOf(row, new Map([...meanings, ['yes', { status: Number(groups?.status) }]]))),
  }));
}

function lineOf([thing = '', ...words]: readonly string[], meanings: ReadonlyMap<string, Outcome>): Line {
  if (words.length !== people.length) throw new Error(`"${thing}" has ${words.length} outcomes`);
  const outcomes = people.flatMap((who, place): [Who, Outcome][] => {
    const word = words[place] ?? '';
    if (word === NOT_TRIED) return [];
    const outcome = meanings.get(word);
    if (outcome === undefined) throw new Error(`"${thing}" says "${word}", which is no outcome`);
    return [[who, outcome]];
  });
  return { thing, outcomes: new Map(outcomes) };
}

/** The cells of every row of every table. */
function rowsOf(text: string): string[][] {
  return [...text.matchAll(/^\|(.*)\|$/gm)].map(([, row = '']) => row.split('|').map((cell) => cell.trim()));
}
