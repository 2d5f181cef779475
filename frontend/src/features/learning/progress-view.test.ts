import { describe, expect, test } from '@jest/globals';
import { lectureToGoOnWith, progressView, startOf } from './progress-view.ts';

const lecture = (id: string) => ({ id, title: id, kind: 'video' as const, preview: false, durationSeconds: 60 });
const sections = [
  { id: 's1', title: 'First', lectures: [lecture('a'), lecture('b')] },
  { id: 's2', title: 'Second', lectures: [lecture('c')] },
];

function course(completedLectureIds: string[], lastLectureId?: string) {
  const percent = Math.floor((completedLectureIds.length / 3) * 100);
  return { sections, progress: { completedLectureIds, percent, positions: { a: 30, b: 58 }, lastLectureId } };
}

describe('the progress of a learner', () => {
  test('counts by section and in all', () => {
    const view = progressView(course(['a', 'c']));
    expect(sections.map(view.doneIn)).toEqual([1, 1]);
    expect([view.done, view.count, view.finished]).toEqual([2, 3, false]);
    expect(['a', 'b', 'c'].map(view.isCompleted)).toEqual([true, false, true]);
  });

  test('does not count a lecture that is gone', () => {
    expect(progressView(course(['a', 'gone', 'c'])).done).toBe(2);
  });

  test('is finished with the last lecture, and never without any', () => {
    expect(progressView(course(['a', 'b', 'c'])).finished).toBe(true);
    expect(progressView({ ...course([]), sections: [] }).finished).toBe(false);
  });
});

describe('who opens a course', () => {
  test('goes on with what was looked at last', () => {
    expect(lectureToGoOnWith(course(['a'], 'c'))).toBe('c');
  });

  test('else with what is not completed yet', () => {
    expect(lectureToGoOnWith(course(['a']))).toBe('b');
    expect(lectureToGoOnWith(course(['a'], 'gone'))).toBe('b');
  });

  test('begins anew where all is completed', () => {
    expect(lectureToGoOnWith(course(['a', 'b', 'c']))).toBe('a');
    expect(lectureToGoOnWith({ ...course([]), sections: [] })).toBeUndefined();
  });
});

describe('a video', () => {
  test('goes on where it was stopped, and begins anew where that was its end', () => {
    const { progress } = course([]);
    expect(startOf(progress, 'a', 60)).toBe(30);
    expect(startOf(progress, 'b', 60)).toBe(0);
    expect(startOf(progress, 'c', 60)).toBe(0);
  });
});
