import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

export interface DialogProps {
  readonly title: string;
  /** Told when it is closed; what shows the dialog takes it away then. */
  readonly onClose: () => void;
  /** @default 'max-w-xl' */
  readonly width?: string;
  /** Gets what closes the dialog, so that the focus goes back to where it came from. */
  readonly children: (close: () => void) => ReactNode;
}

/** A window over the page. Nothing behind it can be reached until it is closed; Escape closes it. */
export function Dialog({ title, onClose, width = 'max-w-xl', children }: DialogProps) {
  const { t } = useTranslation();
  const headingId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  const close = () => dialog.current?.close();

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it closes it, Escape does by itself
    <dialog
      ref={dialog}
      aria-labelledby={headingId}
      onClose={onClose}
      onClick={({ target, currentTarget }) => target === currentTarget && close()}
      className={`m-auto max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] overflow-y-auto rounded-2xl border border-line bg-panel text-soft shadow-2xl shadow-black/80 backdrop:bg-ground/80 backdrop:backdrop-blur-sm ${width}`}
    >
      <div className="flex items-start gap-4 border-b border-line/70 py-4 pr-3 pl-6">
        <h2 id={headingId} className="flex-1 py-1.5 text-lg leading-snug font-semibold">
          {title}
        </h2>
        <button
          type="button"
          aria-label={t('close')}
          onClick={close}
          className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-raised hover:text-text"
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="p-6">{children(close)}</div>
    </dialog>
  );
}
