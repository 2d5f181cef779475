import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../shared/components/icon.tsx';

const types = ['student', 'instructor'] as const;
const icons: Readonly<Record<(typeof types)[number], IconName>> = { student: 'book', instructor: 'person' };

export interface AccountTypeFieldProps {
  readonly value: string;
  readonly onChange: (type: string) => void;
}

/** What somebody comes for: to learn or to teach. */
export function AccountTypeField({ value, onChange }: AccountTypeFieldProps) {
  const { t } = useTranslation('auth');
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium text-text">{t('accountType.legend')}</legend>
      <div className="grid grid-cols-2 gap-3">
        {types.map((type) => (
          <label
            key={type}
            className="flex min-h-14 cursor-pointer items-center gap-3 rounded-xl border border-line bg-ground/60 px-4 py-3 text-soft transition-colors hover:border-muted has-checked:border-accent has-checked:bg-accent/10 has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="accountType"
              value={type}
              checked={value === type}
              onChange={() => onChange(type)}
              className="sr-only"
            />
            <Icon name={icons[type]} />
            <span className="font-medium">{t(`accountType.${type}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
