/** How a database goes about a query, as far as its `explain` tells. */
export interface Plan {
  readonly indexes: readonly string[];
  /** Whether it puts documents in order itself, for which it must have looked at all of them. */
  readonly sorts: boolean;
  /** Documents looked at. Absent where the database does not tell: FerretDB runs no query to explain it. */
  readonly examined?: number;
  /** Fields of the index that it reads from one end to the other. Absent where `examined` tells. */
  readonly unbounded?: readonly string[];
}

type Node = Readonly<Record<string, unknown>>;

/** Reads the explanation of MongoDB, or the plan of PostgreSQL that FerretDB gives. */
export function planOf(explanation: Node): Plan {
  const nodes = [...nodesOf(explanation.queryPlanner)];
  const texts = (name: string) => nodes.map((node) => node[name]).filter((value) => typeof value === 'string');
  const { totalDocsExamined } = (explanation.executionStats ?? {}) as { totalDocsExamined?: number };
  if (totalDocsExamined !== undefined)
    return { indexes: texts('indexName'), sorts: texts('stage').includes('SORT'), examined: totalDocsExamined };
  const bounds = nodes.flatMap(({ indexBounds }) => (Array.isArray(indexBounds) ? indexBounds : [])).join();
  return {
    indexes: texts('Index Name'),
    sorts: texts('Node Type').includes('Sort'),
    unbounded: [...bounds.matchAll(/"([^"]+)": (?:DESC)?\(MinKey, MaxKey\)/g)].map(([, field = '']) => field),
  };
}

function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  // What MongoDB thought of and did not choose is no part of its plan.
  for (const [name, inner] of Object.entries(value)) if (name !== 'rejectedPlans') yield* nodesOf(inner);
}
