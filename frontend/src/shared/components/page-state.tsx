import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export interface PageStateProps {
  readonly icon: IconName;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What stands in the place of content that is not there: nothing yet, not found, not loaded. */
export function PageState({ icon, title, children, action }: PageStateProps) {
  return (
    <div className="surface mx-auto grid w-full max-w-2xl justify-items-center gap-4 px-6 py-14 text-center">
      <span className="grid size-16 place-items-center rounded-2xl bg-raised text-accent">
        <Icon name={icon} className="size-7" />
      </span>
      {title}
      {children !== undefined && <p className="max-w-md text-balance">{children}</p>}
      {action !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  );
}
