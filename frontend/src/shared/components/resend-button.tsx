import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { useCountdown } from './use-countdown.ts';

export interface ResendButtonProps {
  readonly label: string;
  /** When it may be used again, in milliseconds of the clock. */
  readonly allowedAt: number;
  readonly busy: boolean;
  readonly onResend: () => void;
}

/** Asks for another mail, once the pause between two of them is over. */
export function ResendButton({ label, allowedAt, busy, onResend }: ResendButtonProps) {
  const { t } = useTranslation();
  const seconds = useCountdown(allowedAt);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button look="secondary" disabled={seconds > 0} busy={busy} onClick={onResend}>
        {label}
      </Button>
      {seconds > 0 && <span className="text-sm text-muted tabular-nums">{t('resendIn', { seconds })}</span>}
    </div>
  );
}
