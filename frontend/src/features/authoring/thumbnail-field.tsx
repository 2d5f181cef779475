import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { CourseCover } from '../../shared/components/course-cover.tsx';
import { useUpload } from '../../shared/upload/use-upload.ts';
import { EditProblem, useCourseEditing, useUnsaved } from './course-editing.tsx';
import { UploadBox } from './upload-box.tsx';

/** The picture of a course: seen at once as it was chosen, and saved by itself when it has arrived. */
export function ThumbnailField() {
  const { t } = useTranslation('authoring');
  const { course, edits } = useCourseEditing();
  const uploading = useUpload('image');
  const [chosen, setChosen] = useState<string>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [saved, setSaved] = useState(false);
  const underWay = uploading.state.phase !== 'idle';
  useUnsaved(underWay);
  useEffect(() => () => URL.revokeObjectURL(chosen ?? ''), [chosen]);

  async function save(thumbnailMediaId: string | null): Promise<void> {
    setSaved(false);
    const found = await edits.changeCourse({ thumbnailMediaId });
    setProblem(found);
    if (found === undefined) setSaved(thumbnailMediaId !== null);
  }

  const shown = underWay ? chosen : course.thumbnail?.imageUrl;
  return (
    <section aria-label={t('information.thumbnail.title')} className="grid gap-4">
      <h3 className="text-sm font-medium text-text">{t('information.thumbnail.title')}</h3>
      {shown === undefined ? (
        <CourseCover slug={course.slug} className="aspect-video w-full rounded-xl object-cover opacity-60" />
      ) : (
        <img
          src={shown}
          alt={t('information.thumbnail.alt')}
          className={`aspect-video w-full rounded-xl object-cover ${underWay ? 'opacity-60' : ''}`}
        />
      )}
      <UploadBox
        kind="image"
        label={t(course.thumbnail === undefined ? 'information.thumbnail.choose' : 'information.thumbnail.replace')}
        hint={t('information.thumbnail.hint')}
        uploading={uploading}
        onChosen={(file) => setChosen(URL.createObjectURL(file))}
        onReady={({ id }) => void save(id)}
      />
      <EditProblem problem={problem} onLoaded={() => setProblem(undefined)} />
      <p role="status" className="text-sm text-success empty:hidden">
        {saved ? t('information.thumbnail.saved') : ''}
      </p>
      {course.thumbnail !== undefined && !underWay && (
        <Button look="quiet" className="justify-self-start px-3" onClick={() => save(null)}>
          {t('information.thumbnail.remove')}
        </Button>
      )}
    </section>
  );
}
