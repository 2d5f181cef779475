import { describe, expect, jest, test } from '@jest/globals';
import { type Position, positionKeeper } from './position-keeper.ts';

/** Watches at a clock that stands still but for `pass`. */
function watching() {
  let time = Date.parse('2026-01-01T12:00:00.000Z');
  const save = jest.fn((_: Position, __: boolean) => {});
  const keeper = positionKeeper({ save, now: () => time });
  return { keeper, save, pass: (milliseconds: number) => (time += milliseconds) };
}

describe('the position in a video', () => {
  test('is saved every five seconds, not with every picture', () => {
    const { keeper, save, pass } = watching();
    for (let tenth = 0; tenth <= 120; tenth += 1) {
      keeper.move(tenth / 10);
      pass(100);
    }
    expect(save.mock.calls.map(([{ seconds }]) => seconds)).toEqual([5, 10]);
  });

  test('is saved at once when the video is left, with the time it was watched', () => {
    const { keeper, save, pass } = watching();
    keeper.move(3.9);
    pass(2_000);
    keeper.flush(true);
    expect(save).toHaveBeenCalledWith({ seconds: 3, watchedAt: '2026-01-01T12:00:00.000Z' }, true);
  });

  test('is not saved again where nothing moved', () => {
    const { keeper, save, pass } = watching();
    keeper.move(3);
    keeper.flush();
    keeper.move(3.5);
    pass(10_000);
    keeper.flush(true);
    expect(save).toHaveBeenCalledTimes(1);
  });
});
