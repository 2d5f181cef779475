import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: IconName;
  /** What it does, and to what. */
  readonly label: string;
  /** There is nothing to do now; it keeps the focus. @default false */
  readonly idle?: boolean;
}

/** A small button with a drawing; its label is read out and shown by the pointer. */
export function IconButton({ icon, label, idle = false, className = '', onClick, ...others }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={idle || undefined}
      onClick={idle ? undefined : onClick}
      className={`grid size-10 shrink-0 place-items-center rounded-lg text-soft transition-colors hover:bg-raised hover:text-text aria-disabled:cursor-default aria-disabled:opacity-35 aria-disabled:hover:bg-transparent ${className}`}
      {...others}
    >
      <Icon name={icon} className="size-[1.125rem]" />
    </button>
  );
}
