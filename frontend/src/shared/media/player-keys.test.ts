import { describe, expect, test } from '@jest/globals';
import { stateAfterKey } from './player-keys.ts';

const state = { seconds: 60, duration: 65, paused: true, muted: false, rate: 1 };

describe('the keys of the player', () => {
  test.each([
    ['k', { paused: false }],
    ['j', { seconds: 50 }],
    ['l', { seconds: 65 }],
    ['M', { muted: true }],
    ['>', { rate: 1.25 }],
    ['<', { rate: 0.75 }],
  ])('%j leads to %j', (key, change) => {
    expect(stateAfterKey(key, state)).toEqual(change);
  });

  test('never leave the video, nor the speeds there are', () => {
    expect(stateAfterKey('j', { ...state, seconds: 3 })).toEqual({ seconds: 0 });
    expect(stateAfterKey('>', { ...state, rate: 2 })).toEqual({ rate: 2 });
    expect(stateAfterKey('<', { ...state, rate: 0.5 })).toEqual({ rate: 0.5 });
  });

  test.each(['Tab', ' ', 'ArrowRight', 'ArrowLeft'])('leave %j to the browser', (key) => {
    expect(stateAfterKey(key, state)).toBeUndefined();
  });
});
