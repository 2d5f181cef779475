import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

export interface FieldFrameProps {
  readonly id: string;
  readonly label: string;
  /** @default false: required fields are the rule */
  readonly optional?: boolean;
  readonly hint?: string;
  readonly error?: string;
  readonly children: ReactNode;
}

/** The class of what is typed into. */
export const controlClass =
  'w-full min-h-12 rounded-xl border border-line bg-ground/60 px-4 py-2.5 text-text placeholder:text-muted transition-colors hover:border-muted focus:border-accent aria-invalid:border-danger';

/** Label, hint and error around a control, tied to it by ids. */
export function FieldFrame({ id, label, optional = false, hint, error, children }: FieldFrameProps) {
  const { t } = useTranslation();
  return (
    <div className="grid content-start gap-1.5">
      <label
        id={`${id}-label`}
        htmlFor={id}
        className="flex items-baseline justify-between gap-2 text-sm font-medium text-text"
      >
        {label}
        {optional && (
          <span aria-hidden="true" className="text-xs font-normal text-muted">
            {t('form.optional')}
          </span>
        )}
      </label>
      {children}
      {hint !== undefined && error === undefined && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm text-danger-soft">
          <Icon name="alert" className="mt-0.5 size-4" />
          {error}
        </p>
      )}
    </div>
  );
}

/** The attributes that tie a control to its hint and error. */
export function describedBy(id: string, { hint, error }: Pick<FieldFrameProps, 'hint' | 'error'>) {
  return {
    id,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': error !== undefined ? `${id}-error` : hint !== undefined ? `${id}-hint` : undefined,
  };
}
