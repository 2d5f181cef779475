interface MarkdownNode {
  type: string;
  depth?: number;
  children?: MarkdownNode[];
}

/**
 * Levels for headings of these depths, in order of appearance. They begin at `first` and never leave one out, whatever
 * depths an author began with or jumped over, so that the outline of the page stays sound.
 */
export function headingLevels(depths: readonly number[], first: number): number[] {
  const above: number[] = [];
  return depths.map((depth) => {
    while (above.length > 0 && (above.at(-1) ?? 0) >= depth) above.pop();
    above.push(depth);
    return Math.min(6, first + above.length - 1);
  });
}

/** A remark plugin that gives the headings of a text the levels that fit the page. */
export function fitHeadings({ first }: { readonly first: number }) {
  return (tree: MarkdownNode): void => {
    const headings = headingsIn(tree);
    const levels = headingLevels(
      headings.map(({ depth = 1 }) => depth),
      first,
    );
    headings.forEach((heading, index) => {
      heading.depth = levels[index];
    });
  };
}

function headingsIn(node: MarkdownNode): MarkdownNode[] {
  return node.type === 'heading' ? [node] : (node.children ?? []).flatMap(headingsIn);
}
