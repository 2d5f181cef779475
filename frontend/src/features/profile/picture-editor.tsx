import { CONTENT_TYPES, type Profile } from '@studynotion/contracts';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiProblem, problemOf } from '../../shared/api/api-problem.ts';
import { Alert } from '../../shared/components/alert.tsx';
import { Avatar } from '../../shared/components/avatar.tsx';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { ProgressBar } from '../../shared/components/progress-bar.tsx';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { useUpload } from '../../shared/upload/use-upload.ts';
import { useRemovePictureMutation, useSetPictureMutation } from './profile-api.ts';

/** My picture: another one, shown while it is on its way, or none. */
export function PictureEditor({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('profile');
  const dispatch = useAppDispatch();
  const input = useRef<HTMLInputElement>(null);
  const { state, upload, cancel } = useUpload('image');
  const [setPicture, setting] = useSetPictureMutation();
  const [removePicture, removing] = useRemovePictureMutation();
  const [problem, setProblem] = useState<ApiProblem>();
  const [reason, setReason] = useState<string>();
  const preview = usePreview();
  const busy = state.phase !== 'idle' || setting.isLoading;

  async function change({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = target.files?.[0];
    // The same file may be chosen again after a failure.
    target.value = '';
    if (file === undefined || busy) return;
    setProblem(undefined);
    setReason(undefined);
    preview.show(file);
    const end = await upload(file);
    if (end !== undefined) await use(end);
    preview.hide();
  }

  async function use(end: NonNullable<Awaited<ReturnType<typeof upload>>>): Promise<void> {
    if ('problem' in end) return setProblem(end.problem);
    if (end.media.state !== 'ready') return setReason(end.media.reason ?? t('picture.refused'));
    const { error } = await setPicture(end.media.id);
    if (error !== undefined) return setProblem(problemOf(error));
    dispatch(noticeShown({ tone: 'success', text: 'pictureSaved' }));
  }

  async function remove(): Promise<void> {
    setProblem(undefined);
    const { error } = await removePicture();
    if (error !== undefined) setProblem(problemOf(error));
  }

  return (
    <section aria-labelledby="picture-heading" className="surface grid gap-5 p-6 sm:p-8">
      <h2 id="picture-heading" className="text-xl font-bold">
        {t('picture.title')}
      </h2>
      <ProblemAlert problem={problem} />
      {reason !== undefined && <Alert tone="danger">{reason}</Alert>}
      <div className="flex flex-wrap items-center gap-6">
        <Avatar
          of={preview.url === undefined ? profile : { ...profile, pictureUrl: preview.url }}
          className={`size-24 text-3xl ${busy ? 'opacity-70' : ''}`}
        />
        <div className="grid min-w-0 flex-1 basis-64 gap-3">
          <input
            ref={input}
            type="file"
            accept={CONTENT_TYPES.image.join()}
            aria-label={t('picture.choose')}
            onChange={change}
            tabIndex={-1}
            className="sr-only"
          />
          {state.phase === 'idle' ? (
            <div className="flex flex-wrap gap-3">
              <Button look="secondary" busy={setting.isLoading} onClick={() => input.current?.click()}>
                <Icon name="upload" />
                {t('picture.choose')}
              </Button>
              {profile.pictureUrl !== undefined && (
                <Button look="quiet" busy={removing.isLoading} onClick={remove}>
                  {t('picture.remove')}
                </Button>
              )}
            </div>
          ) : (
            <div className="grid gap-2">
              <ProgressBar
                label={t('picture.progress')}
                percent={state.phase === 'sending' ? Math.round(state.share * 100) : 100}
              />
              <div className="flex flex-wrap items-center gap-3">
                <p role="status" className="text-sm">
                  {state.phase === 'sending' ? t('picture.sending') : t('picture.checking')}
                </p>
                <Button look="quiet" onClick={cancel}>
                  {t('cancel')}
                </Button>
              </div>
            </div>
          )}
          <p className="text-sm text-muted">{t('picture.hint')}</p>
        </div>
      </div>
    </section>
  );
}

/** The address of a chosen file, as long as it is shown. */
function usePreview() {
  const [url, setUrl] = useState<string>();
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url]);
  return {
    url,
    show: (file: File) => setUrl(URL.createObjectURL(file)),
    hide: () => setUrl(undefined),
  };
}
