import type { ComponentProps, ReactNode } from 'react';
import { Link, type LinkProps } from 'react-router';
import { Spinner } from './spinner.tsx';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger';

const looks: Readonly<Record<Look, string>> = {
  primary: 'bg-accent text-ground hover:bg-accent-soft shadow-[0_8px_30px_-12px] shadow-accent/50',
  secondary: 'border border-line bg-panel text-text hover:border-muted hover:bg-raised',
  danger: 'border border-danger/60 bg-danger/15 text-danger-soft hover:border-danger hover:bg-danger/25',
  quiet: 'text-soft hover:bg-raised hover:text-text',
};

function classes(look: Look, className: string): string {
  return `inline-flex min-h-11 items-center justify-center gap-2 rounded-xl px-5 py-2.5 text-[0.9375rem] font-semibold transition-colors disabled:cursor-not-allowed disabled:opacity-60 ${looks[look]} ${className}`;
}

interface ButtonProps extends ComponentProps<'button'> {
  /** @default 'primary' */
  readonly look?: Look;
  /** What it does is under way: it turns, and takes no second click. @default false */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

export function Button({
  look = 'primary',
  busy = false,
  className = '',
  type = 'button',
  onClick,
  children,
  ...others
}: ButtonProps) {
  return (
    // Busy and not disabled: a disabled button would lose the focus.
    <button
      type={type}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classes(look, className)}
      {...others}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

interface ButtonLinkProps extends LinkProps {
  /** @default 'primary' */
  readonly look?: Look;
}

/** A link that looks like a button. */
export function ButtonLink({ look = 'primary', className = '', ...others }: ButtonLinkProps) {
  return <Link className={classes(look, className)} {...others} />;
}
