import type { OutlineLecture } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Dialog } from '../../shared/components/dialog.tsx';
import { MarkdownText } from '../../shared/components/markdown-text.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { withoutTitle } from '../../shared/components/without-title.ts';
import { VideoPlayer } from '../../shared/media/video-player.tsx';
import { useGetPreviewLectureQuery } from './catalogue-api.ts';

export interface PreviewDialogProps {
  readonly slug: string;
  readonly lecture: z.infer<typeof OutlineLecture>;
  readonly onClose: () => void;
}

/** A lecture that is open to everybody, to look inside before buying. */
export function PreviewDialog({ slug, lecture, onClose }: PreviewDialogProps) {
  const { t } = useTranslation('catalogue');
  return (
    <Dialog title={t('preview.title', { title: lecture.title })} onClose={onClose} width="max-w-3xl">
      {() => <PreviewContent slug={slug} lectureId={lecture.id} />}
    </Dialog>
  );
}

function PreviewContent({ slug, lectureId }: { readonly slug: string; readonly lectureId: string }) {
  const { data: lecture, error, isFetching, refetch } = useGetPreviewLectureQuery({ slug, lectureId });
  if (lecture === undefined && error !== undefined)
    return <ProblemState error={error} onRetry={refetch} retrying={isFetching} />;
  if (lecture === undefined)
    return (
      <Loading>
        <Skeleton className="aspect-video" />
      </Loading>
    );
  if (lecture.kind === 'video')
    return <VideoPlayer title={lecture.title} playback={lecture.playback} onRenew={refetch} />;
  return <MarkdownText text={withoutTitle(lecture.markdown, lecture.title)} firstHeading={3} />;
}
