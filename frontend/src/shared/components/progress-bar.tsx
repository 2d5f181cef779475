export interface ProgressBarProps {
  /** Of what. */
  readonly label: string;
  /** 0 to 100. */
  readonly percent: number;
  readonly className?: string;
}

/** How far something is. */
export function ProgressBar({ label, percent, className = '' }: ProgressBarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className={`h-2 overflow-hidden rounded-full bg-raised ${className}`}
    >
      <div
        className="h-full rounded-full bg-linear-to-r from-link to-success transition-[width] duration-500"
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
