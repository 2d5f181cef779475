import { addLecture } from '@studynotion/contracts';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { ApiProblem } from '../../shared/api/api-problem.ts';
import { Alert } from '../../shared/components/alert.tsx';
import { Button } from '../../shared/components/button.tsx';
import { MarkdownText } from '../../shared/components/markdown-text.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { TextArea, TextField } from '../../shared/components/text-field.tsx';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import { selectAccount } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';
import { useUpload } from '../../shared/upload/use-upload.ts';
import { type AuthoredLecture, useGetOwnArticleQuery } from './authoring-api.ts';
import { EditProblem, useCourseEditing, useUnsaved } from './course-editing.tsx';
import { UploadBox } from './upload-box.tsx';

/** A new lecture of a section, or one that is there. */
export type LectureToEdit =
  | { readonly sectionId: string; readonly kind: AuthoredLecture['kind'] }
  | { readonly lecture: AuthoredLecture };

export interface LectureFormProps {
  readonly of: LectureToEdit;
  readonly onDone: () => void;
}

/** A lecture to write or change. */
export function LectureForm({ of, onDone }: LectureFormProps) {
  const kind = 'lecture' in of ? of.lecture.kind : of.kind;
  if (kind === 'video') return <VideoForm of={of} onDone={onDone} />;
  if ('lecture' in of) return <StoredArticle lecture={of.lecture} onDone={onDone} />;
  return <ArticleForm of={of} markdown="" onDone={onDone} />;
}

function StoredArticle({ lecture, onDone }: { readonly lecture: AuthoredLecture; readonly onDone: () => void }) {
  const { course } = useCourseEditing();
  const article = useGetOwnArticleQuery({ courseId: course.id, lectureId: lecture.id });
  if (article.data !== undefined)
    return <ArticleForm of={{ lecture }} markdown={article.data.markdown} onDone={onDone} />;
  if (article.error !== undefined && !article.isFetching)
    return <ProblemState error={article.error} onRetry={article.refetch} />;
  return (
    <Loading className="grid gap-3 p-4">
      <Skeleton className="h-12" />
      <Skeleton className="h-48" />
    </Loading>
  );
}

const [NewArticle, NewVideo] = schemaOf(addLecture).options;
const ArticleFields = z.strictObject({ title: NewArticle.shape.title, markdown: NewArticle.shape.markdown });
const VideoFields = z.strictObject({ title: NewVideo.shape.title });

function ArticleForm({ of, markdown, onDone }: LectureFormProps & { readonly markdown: string }) {
  const { t } = useTranslation('authoring');
  const { edits } = useCourseEditing();
  const stored = 'lecture' in of ? of.lecture : undefined;
  const [preview, setPreview] = useState(stored?.preview ?? false);
  const [viewing, setViewing] = useState(false);
  const form = useForm({
    initialValues: { title: stored?.title ?? '', markdown },
    schema: ArticleFields,
    onSubmit: async (checked) => {
      const problem =
        'lecture' in of
          ? await edits.changeLecture(of.lecture.id, { ...checked, preview })
          : await edits.addLecture(of.sectionId, { kind: 'article', ...checked, preview });
      if (problem === undefined) onDone();
      return problem;
    },
  });
  useUnsaved(
    form.values.title !== (stored?.title ?? '') ||
      form.values.markdown !== markdown ||
      preview !== (stored?.preview ?? false),
  );

  return (
    <Frame of={of} form={form} preview={preview} onPreview={setPreview} onDone={onDone}>
      <div className="grid gap-3">
        <div className="flex gap-1 justify-self-start rounded-lg border border-line p-1">
          {[false, true].map((view) => (
            <button
              key={String(view)}
              type="button"
              aria-pressed={viewing === view}
              onClick={() => setViewing(view)}
              className="min-h-9 rounded-md px-4 text-sm font-medium hover:text-text aria-pressed:bg-raised aria-pressed:text-text"
            >
              {t(view ? 'lecture.view' : 'lecture.write')}
            </button>
          ))}
        </div>
        <div className={viewing ? 'hidden' : undefined}>
          <TextArea
            label={t('lecture.markdown')}
            hint={t('lecture.markdownHint')}
            rows={14}
            maxLength={100_000}
            {...form.field('markdown')}
          />
        </div>
        {viewing && (
          <div className="rounded-xl border border-line bg-panel/60 p-5">
            {form.values.markdown.trim() === '' ? (
              <p className="text-muted">{t('lecture.nothingToView')}</p>
            ) : (
              <MarkdownText text={form.values.markdown} firstHeading={3} />
            )}
          </div>
        )}
      </div>
    </Frame>
  );
}

function VideoForm({ of, onDone }: LectureFormProps) {
  const { t } = useTranslation('authoring');
  const { edits } = useCourseEditing();
  const stored = 'lecture' in of ? of.lecture : undefined;
  const isApproved = useAppSelector(selectAccount)?.approved;
  const uploading = useUpload('video');
  const [preview, setPreview] = useState(stored?.preview ?? false);
  const [video, setVideo] = useState<{ readonly mediaId: string; readonly name: string }>();
  const [videoMissing, setVideoMissing] = useState(false);
  // All bytes are there: whether they are a video is found out meanwhile, and shown in the outline.
  const mediaId = uploading.state.phase === 'checking' ? uploading.state.mediaId : video?.mediaId;

  const form = useForm({
    initialValues: { title: stored?.title ?? '' },
    schema: VideoFields,
    onSubmit: async ({ title }): Promise<ApiProblem | undefined> => {
      setVideoMissing(stored === undefined && mediaId === undefined);
      if (stored === undefined && mediaId === undefined) return undefined;
      const problem = await save(title);
      if (problem === undefined) onDone();
      return problem;
    },
  });
  const isSending = uploading.state.phase === 'sending';
  useUnsaved(
    isSending ||
      mediaId !== undefined ||
      form.values.title !== (stored?.title ?? '') ||
      preview !== (stored?.preview ?? false),
  );

  function save(title: string): Promise<ApiProblem | undefined> {
    if ('lecture' in of) return edits.changeLecture(of.lecture.id, { title, preview, mediaId });
    return edits.addLecture(of.sectionId, { kind: 'video', title, preview, mediaId: mediaId ?? '' });
  }

  return (
    <Frame of={of} form={form} busy={isSending} preview={preview} onPreview={setPreview} onDone={onDone}>
      <div className="grid gap-3">
        {video !== undefined && uploading.state.phase === 'idle' && (
          <Alert tone="success">{t('lecture.videoSent', { name: video.name })}</Alert>
        )}
        {video === undefined && stored?.state === 'ready' && (
          <p className="text-sm text-muted">{t('lecture.videoStored')}</p>
        )}
        <UploadBox
          kind="video"
          label={t(stored === undefined && video === undefined ? 'lecture.chooseVideo' : 'lecture.replaceVideo')}
          hint={t('lecture.videoHint')}
          uploading={uploading}
          onChosen={({ name }) => {
            setVideo(undefined);
            setVideoMissing(false);
            if (form.values.title === '') form.setValue('title', titleOf(name));
          }}
          onReady={({ id }, { name }) => setVideo({ mediaId: id, name })}
        />
        {!isApproved && <Alert tone="info">{t('lecture.videoNeedsApproval')}</Alert>}
        {videoMissing && <Alert tone="danger">{t('lecture.videoMissing')}</Alert>}
      </div>
    </Frame>
  );
}

/** A title to begin with: the file's name without its ending. */
function titleOf(fileName: string): string {
  return fileName
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[_-]+/g, ' ')
    .slice(0, 120);
}

interface FrameProps extends LectureFormProps {
  readonly form: Pick<ReturnType<typeof useForm<{ title: string }, unknown>>, 'submit' | 'problem' | 'sending'> & {
    readonly field: (name: 'title') => object;
  };
  /** Something else is under way. @default false */
  readonly busy?: boolean;
  readonly preview: boolean;
  readonly onPreview: (preview: boolean) => void;
  readonly children: ReactNode;
}

/** What every lecture has: a title, and whether it is open to everybody. */
function Frame({ of, form, busy = false, preview, onPreview, onDone, children }: FrameProps) {
  const { t } = useTranslation(['authoring', 'common']);
  const id = useId();
  const [forgotten, setForgotten] = useState<ApiProblem>();
  return (
    <form
      noValidate
      aria-labelledby={id}
      onSubmit={form.submit}
      className="grid gap-5 rounded-xl border border-line bg-ground/50 p-4 sm:p-5"
    >
      <h3 id={id} className="font-semibold">
        {'lecture' in of ? t('lecture.edit') : t(`lecture.new.${of.kind}`)}
      </h3>
      <EditProblem
        problem={form.problem === forgotten ? undefined : form.problem}
        onLoaded={() => setForgotten(form.problem)}
      />
      <TextField label={t('lecture.title')} autoFocus maxLength={120} {...form.field('title')} />
      {children}
      <label className="flex cursor-pointer items-center gap-3">
        <input
          type="checkbox"
          checked={preview}
          onChange={({ target }) => onPreview(target.checked)}
          className="size-5 accent-accent"
        />
        {t('lecture.preview')}
      </label>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={form.sending || busy}>
          {t('lecture.save')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}
