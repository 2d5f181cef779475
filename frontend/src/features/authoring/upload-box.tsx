import { CONTENT_TYPES, LARGEST_FILE, type Media, type MediaKind } from '@studynotion/contracts';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert } from '../../shared/components/alert.tsx';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import type { UploadEnd } from '../../shared/upload/upload-media.ts';
import type { useUpload } from '../../shared/upload/use-upload.ts';

export interface UploadBoxProps {
  readonly kind: MediaKind;
  readonly label: string;
  readonly hint: string;
  readonly uploading: ReturnType<typeof useUpload>;
  /** Told of a file as soon as it is chosen. */
  readonly onChosen?: (file: File) => void;
  readonly onReady: (media: Media, file: File) => void;
}

/** Choose a file or drop one here; it is sent at once, and how far it is can be seen and stopped. */
export function UploadBox({ kind, label, hint, uploading, onChosen, onReady }: UploadBoxProps) {
  const { t } = useTranslation('authoring');
  const id = useId();
  const [over, setOver] = useState(false);
  const [file, setFile] = useState<File>();
  const [end, setEnd] = useState<UploadEnd>();
  const [refusal, setRefusal] = useState<string>();
  const { state, upload, cancel } = uploading;

  async function take(chosen: File | undefined): Promise<void> {
    if (chosen === undefined) return;
    setEnd(undefined);
    setRefusal(refusalOf(kind, chosen, t('upload.wrongType'), t('upload.tooLarge')));
    if (refusalOf(kind, chosen, 'type', 'size') !== undefined) return;
    setFile(chosen);
    onChosen?.(chosen);
    const reached = await upload(chosen);
    setEnd(reached);
    if (reached !== undefined && 'media' in reached && reached.media.state === 'ready') onReady(reached.media, chosen);
  }

  if (state.phase !== 'idle') {
    const percent = state.phase === 'sending' ? Math.floor(state.share * 100) : 100;
    const text = t(`upload.${state.phase}`, { name: file?.name ?? '', percent });
    return (
      <div className="grid gap-3 rounded-xl border border-line bg-ground/60 p-4">
        <p className="flex items-center gap-2 text-sm wrap-anywhere text-text">
          <Icon name={kind} className="size-4 text-accent" />
          {text}
        </p>
        <div
          role="progressbar"
          aria-label={label}
          aria-valuenow={percent}
          aria-valuetext={text}
          className="h-2 overflow-hidden rounded-full bg-raised"
        >
          <div
            className={`h-full rounded-full bg-accent transition-[width] ${state.phase === 'checking' ? 'animate-pulse' : ''}`}
            style={{ width: `${percent}%` }}
          />
        </div>
        {state.phase === 'sending' && (
          <Button look="secondary" className="justify-self-start" onClick={cancel}>
            {t('upload.cancel')}
          </Button>
        )}
      </div>
    );
  }

  return (
    <div className="grid gap-3">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
        className={`flex min-h-20 cursor-pointer items-center gap-4 rounded-xl border border-dashed px-4 py-3 transition-colors hover:border-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${over ? 'border-accent bg-accent/10' : 'border-line bg-ground/60'}`}
      >
        <span className="grid size-10 shrink-0 place-items-center rounded-lg bg-raised text-accent">
          <Icon name="upload" />
        </span>
        <span className="min-w-0">
          <span className="block font-semibold text-text">{label}</span>
          <span id={`${id}-hint`} className="block text-sm text-muted">
            {hint}
          </span>
        </span>
        <input
          id={id}
          type="file"
          accept={CONTENT_TYPES[kind].join()}
          aria-label={label}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => {
            void take(target.files?.[0]);
            // The same file may be chosen again.
            target.value = '';
          }}
          className="sr-only"
        />
      </label>
      {refusal !== undefined && <Alert tone="danger">{refusal}</Alert>}
      {end !== undefined && 'problem' in end && (
        <ProblemAlert
          problem={end.problem}
          action={
            <Button look="secondary" onClick={() => take(file)}>
              {t('upload.retry')}
            </Button>
          }
        />
      )}
      {end !== undefined && 'media' in end && end.media.state === 'failed' && (
        <Alert tone="danger">{t('upload.failed', { reason: end.media.reason ?? t('upload.unknownReason') })}</Alert>
      )}
    </div>
  );
}

function refusalOf(kind: MediaKind, { type, size }: File, wrongType: string, tooLarge: string): string | undefined {
  const types: readonly string[] = CONTENT_TYPES[kind];
  if (!types.includes(type) || size === 0) return wrongType;
  return size > LARGEST_FILE[kind] ? tooLarge : undefined;
}
