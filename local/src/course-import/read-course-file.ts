import { CourseImport, importCourses } from '@studynotion/contracts';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';

/** Something wrong in a file, at a place that an editor can jump to. */
export interface FileProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type CourseFile = { readonly courses: CourseImport } | { readonly problems: readonly FileProblem[] };

type PathStep = string | number;

/**
 * Reads and checks a course file; either the courses or everything that is wrong, in the order of the file.
 * It is parsed as YAML, of which JSON is a part, because that parser knows where each value stands.
 */
export function readCourseFile(text: string): CourseFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  if (document.errors.length > 0)
    return { problems: document.errors.map(({ pos, message }) => ({ ...placeAt(pos[0], lines), message })) };

  const checked = CourseImport.safeParse(document.toJS());
  if (!checked.success)
    return { problems: inOrder(checked.error.issues.flatMap((issue) => problemsOf(issue, document, lines))) };

  const problems = [...repeatedSlugs(checked.data, document, lines), ...tooLarge(checked.data)];
  return problems.length > 0 ? { problems: inOrder(problems) } : { courses: checked.data };
}

type Issue = NonNullable<ReturnType<typeof CourseImport.safeParse>['error']>['issues'][number];

function problemsOf(issue: Issue, document: Document, lines: LineCounter): FileProblem[] {
  const path = issue.path.filter((step): step is PathStep => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      ...placeOf(keyNode(document, path, key), lines),
      message: `${nameOf([...path, key])}: is not known here`,
    }));
  return [{ ...placeOf(nearestNode(document, path), lines), message: `${nameOf(path)}: ${issue.message}` }];
}

function repeatedSlugs({ courses }: CourseImport, document: Document, lines: LineCounter): FileProblem[] {
  const seen = new Map<string, number>();
  return courses.flatMap(({ slug }, index) => {
    const first = seen.get(slug);
    seen.set(slug, first ?? index);
    if (first === undefined) return [];
    const path = ['courses', index, 'slug'];
    return [
      { ...placeOf(nearestNode(document, path), lines), message: `${nameOf(path)}: is that of courses[${first}] too` },
    ];
  });
}

function tooLarge(courses: CourseImport): FileProblem[] {
  const limit = importCourses.bodyLimit ?? Number.POSITIVE_INFINITY;
  const size = Buffer.byteLength(JSON.stringify(courses));
  if (size <= limit) return [];
  return [
    { line: 1, column: 1, message: `the file has ${size} bytes of courses, at most ${limit} are taken: split it` },
  ];
}

/** `courses[0].price.amount`, or a word for the whole file. */
function nameOf(path: readonly PathStep[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`))
    .join('');
}

/** The node at this path, or, where a value is missing, the one that should hold it. */
function nearestNode(document: Document, path: readonly PathStep[]): Node | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node;
  }
  return document.contents ?? undefined;
}

function keyNode(document: Document, path: readonly PathStep[], key: string): Node | undefined {
  const map = nearestNode(document, path);
  const pair = isMap(map)
    ? map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
    : undefined;
  return isNode(pair?.key) ? pair.key : map;
}

function placeOf(node: Node | undefined, lines: LineCounter): { line: number; column: number } {
  return placeAt(node?.range?.[0] ?? 0, lines);
}

function placeAt(offset: number, lines: LineCounter): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function inOrder(problems: readonly FileProblem[]): FileProblem[] {
  return [...problems].sort((left, right) => left.line - right.line || left.column - right.column);
}
