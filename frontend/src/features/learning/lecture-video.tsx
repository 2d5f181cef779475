import { useEffect, useMemo } from 'react';
import { VideoPlayer } from '../../shared/media/video-player.tsx';
import { type LearningCourse, type Lecture, useSavePositionMutation } from './learning-api.ts';
import { positionKeeper } from './position-keeper.ts';
import { startOf } from './progress-view.ts';

export interface LectureVideoProps {
  readonly course: LearningCourse;
  readonly lecture: Extract<Lecture, { kind: 'video' }>;
  readonly onRenew: () => void;
  readonly onEnd: () => void;
}

/** The video of a lecture; where it is stopped is remembered for every device. */
export function LectureVideo({ course, lecture, onRenew, onEnd }: LectureVideoProps) {
  const keeper = usePositionKeeper(course.id, lecture.id);
  return (
    <VideoPlayer
      title={lecture.title}
      playback={lecture.playback}
      startAt={startOf(course.progress, lecture.id, lecture.durationSeconds)}
      onRenew={onRenew}
      onMove={keeper.move}
      onStop={keeper.flush}
      onEnd={onEnd}
    />
  );
}

function usePositionKeeper(courseId: string, lectureId: string) {
  const [savePosition] = useSavePositionMutation();
  const keeper = useMemo(
    () =>
      positionKeeper({
        now: Date.now,
        save: (position, leaving) => void savePosition({ courseId, lectureId, ...position, leaving }),
      }),
    [courseId, lectureId, savePosition],
  );
  useEffect(() => {
    // A phone that is put away hides the page and may never come back to it.
    const leave = () => document.visibilityState === 'hidden' && keeper.flush(true);
    document.addEventListener('visibilitychange', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      keeper.flush(true);
    };
  }, [keeper]);
  return { move: keeper.move, flush: () => keeper.flush() };
}
