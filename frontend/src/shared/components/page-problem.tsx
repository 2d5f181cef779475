import { ButtonLink } from './button.tsx';
import { PageHeading } from './page-heading.tsx';
import { ProblemState, type ProblemStateProps } from './problem-state.tsx';

export interface PageProblemProps extends Omit<ProblemStateProps, 'action'> {
  /** Of the document, and the heading for those who cannot see the problem's own. */
  readonly title: string;
  /** Where one can go instead. */
  readonly wayOut: { readonly to: string; readonly text: string };
}

/** A page whose content cannot be shown: why, and a way out. */
export function PageProblem({ title, wayOut, ...problem }: PageProblemProps) {
  return (
    <div className="page-width py-16">
      <PageHeading title={title} className="sr-only" />
      <ProblemState
        {...problem}
        action={
          <ButtonLink look="secondary" to={wayOut.to}>
            {wayOut.text}
          </ButtonLink>
        }
      />
    </div>
  );
}
