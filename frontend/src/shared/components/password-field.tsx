import { type ComponentProps, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { controlClass, describedBy, FieldFrame, type FieldFrameProps } from './field-frame.tsx';
import { Icon } from './icon.tsx';

type PasswordFieldProps = Omit<FieldFrameProps, 'id' | 'children'> & Omit<ComponentProps<'input'>, 'type'>;

/** A password, hidden until its owner wants to see it. */
export function PasswordField({ label, optional, hint, error, ...input }: PasswordFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <FieldFrame id={id} label={label} optional={optional} hint={hint} error={error}>
      <div className="relative">
        <input
          type={shown ? 'text' : 'password'}
          spellCheck={false}
          autoCapitalize="none"
          {...describedBy(id, { hint, error })}
          {...input}
          className={`${controlClass} pr-13`}
        />
        <button
          type="button"
          aria-pressed={shown}
          aria-label={t('form.showEntry')}
          aria-describedby={`${id}-label`}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-1 grid w-11 place-items-center rounded-lg text-muted hover:text-text"
        >
          <Icon name={shown ? 'eyeOff' : 'eye'} />
        </button>
      </div>
    </FieldFrame>
  );
}
