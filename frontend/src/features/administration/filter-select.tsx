import { SelectField } from '../../shared/components/text-field.tsx';

export interface FilterSelectProps<Value extends string> {
  readonly label: string;
  readonly all: string;
  readonly options: readonly Value[];
  readonly textOf: (value: Value) => string;
  readonly value?: string;
  readonly onChange: (value: string) => void;
}

/** One of a few values to show a list by, or all. */
export function FilterSelect<Value extends string>({
  label,
  all,
  options,
  textOf,
  value = '',
  onChange,
}: FilterSelectProps<Value>) {
  return (
    <SelectField label={label} value={value} onChange={({ target }) => onChange(target.value)}>
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {textOf(option)}
        </option>
      ))}
    </SelectField>
  );
}
