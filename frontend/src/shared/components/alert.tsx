import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Tone = 'success' | 'info' | 'danger';

const tones: Readonly<Record<Tone, { readonly icon: IconName; readonly box: string; readonly mark: string }>> = {
  success: { icon: 'check', box: 'border-success/40 bg-success/10', mark: 'text-success' },
  info: { icon: 'clock', box: 'border-link/60 bg-link/15', mark: 'text-link-soft' },
  danger: { icon: 'alert', box: 'border-danger/50 bg-danger/10', mark: 'text-danger-soft' },
};

export interface AlertProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  /** What can be done about it. */
  readonly action?: ReactNode;
}

/** A message inside a page. Screen readers read it when it appears, what went wrong at once. */
export function Alert({ tone, title, children, action }: AlertProps) {
  const { icon, box, mark } = tones[tone];
  return (
    <div role={tone === 'danger' ? 'alert' : 'status'} className={`flex gap-3 rounded-xl border p-4 text-text ${box}`}>
      <Icon name={icon} className={`mt-0.5 size-5 ${mark}`} />
      <div className="grid min-w-0 flex-1 gap-1.5 wrap-anywhere text-[0.9375rem]">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children !== undefined && <div className="text-soft">{children}</div>}
        {action !== undefined && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}
