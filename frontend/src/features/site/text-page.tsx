import type { ReactNode } from 'react';
import { PageHeading } from '../../shared/components/page-heading.tsx';

export interface TextPageProps {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly { readonly title: string; readonly text: string }[];
  readonly children?: ReactNode;
}

/** A page of text: what one may know before one trusts this site. */
export function TextPage({ title, lead, sections, children }: TextPageProps) {
  return (
    <div className="page-width max-w-3xl py-10 md:py-16">
      <PageHeading title={title} />
      <p className="mt-4 text-lg text-pretty">{lead}</p>
      <div className="mt-10 grid gap-9">
        {sections.map((section) => (
          <section key={section.title}>
            <h2 className="text-xl font-bold">{section.title}</h2>
            <p className="mt-3 leading-relaxed whitespace-pre-line">{section.text}</p>
          </section>
        ))}
        {children}
      </div>
    </div>
  );
}
