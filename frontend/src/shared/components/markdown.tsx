import type { ComponentProps } from 'react';
import ReactMarkdown, { type Components, type ExtraProps } from 'react-markdown';

/** Without the syntax node, which is no attribute. */
type Given<Tag extends 'a' | 'img' | 'pre' | 'h2' | 'h3' | 'h4'> = ComponentProps<Tag> & ExtraProps;

const components: Components = {
  // The page has its h1: the text's headings begin one below.
  h1: ({ node: _, ...given }: Given<'h2'>) => <h2 {...given} />,
  h2: ({ node: _, ...given }: Given<'h3'>) => <h3 {...given} />,
  h3: ({ node: _, ...given }: Given<'h4'>) => <h4 {...given} />,
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
};

export default function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="prose">
      <ReactMarkdown components={components}>{text}</ReactMarkdown>
    </div>
  );
}
