export interface Row {
  readonly reference: string;
  readonly builtAt: Date;
  /** Bytes of all layers, each compressed. */
  readonly compressed: number;
}

/** Lines of a table of images, the columns under each other. */
export function table(rows: readonly Row[], now: Date): string[] {
  const cells = [
    ['Image', 'Compressed', 'Built'],
    ...rows.map(({ reference, compressed, builtAt }) => [reference, megabytes(compressed), age(builtAt, now)]),
  ];
  const width = (column: number) => Math.max(...cells.map((row) => row[column]?.length ?? 0));
  const [first, second] = [width(0), width(1)];
  return cells.map(([name = '', size = '', built = '']) => `${name.padEnd(first)}  ${size.padStart(second)}  ${built}`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function age(date: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 60 / 24)} days ago`;
}
