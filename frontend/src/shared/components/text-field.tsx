import { type ComponentProps, useId } from 'react';
import { controlClass, describedBy, FieldFrame, type FieldFrameProps } from './field-frame.tsx';

type Frame = Omit<FieldFrameProps, 'id' | 'children'>;

/** One line of text. */
export function TextField({ label, optional, hint, error, ...input }: Frame & ComponentProps<'input'>) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} optional={optional} hint={hint} error={error}>
      <input type="text" {...describedBy(id, { hint, error })} {...input} className={controlClass} />
    </FieldFrame>
  );
}

/** Several lines of text. */
export function TextArea({ label, optional, hint, error, ...area }: Frame & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} optional={optional} hint={hint} error={error}>
      <textarea rows={5} {...describedBy(id, { hint, error })} {...area} className={controlClass} />
    </FieldFrame>
  );
}

/** One of a few choices. */
export function SelectField({ label, optional, hint, error, ...select }: Frame & ComponentProps<'select'>) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} optional={optional} hint={hint} error={error}>
      <select {...describedBy(id, { hint, error })} {...select} className={controlClass} />
    </FieldFrame>
  );
}
