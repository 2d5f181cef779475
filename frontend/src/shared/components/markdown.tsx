import type { ComponentProps } from 'react';
import ReactMarkdown, { type Components, type ExtraProps } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { fitHeadings } from './heading-levels.ts';
import type { MarkdownTextProps } from './markdown-text.tsx';

/** Without the syntax node, which is no attribute. */
type Given<Tag extends 'a' | 'img' | 'pre' | 'table'> = ComponentProps<Tag> & ExtraProps;

const components: Components = {
  a: ({ node: _, ...given }: Given<'a'>) => <a {...given} rel="noopener noreferrer nofollow" />,
  // A picture from elsewhere would tell that site who reads this; whoever wants to see it follows the link.
  img: ({ src, alt }: Given<'img'>) => (
    <a href={typeof src === 'string' ? src : undefined} rel="noopener noreferrer nofollow">
      {alt || src?.toString()}
    </a>
  ),
  // Long lines scroll, also by the keyboard.
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable
  pre: ({ node: _, ...given }: Given<'pre'>) => <pre {...given} tabIndex={0} />,
  // So do wide tables.
  table: ({ node: _, ...given }: Given<'table'>) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable
    <div tabIndex={0} className="overflow-x-auto">
      <table {...given} />
    </div>
  ),
};

export default function Markdown({ text, firstHeading }: MarkdownTextProps) {
  return (
    <div className="prose">
      <ReactMarkdown components={components} remarkPlugins={[remarkGfm, [fitHeadings, { first: firstHeading }]]}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
