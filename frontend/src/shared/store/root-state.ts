import type { Reducer, ThunkAction, ThunkDispatch, UnknownAction } from '@reduxjs/toolkit';
import type { SessionState } from '../session/session-slice.ts';
import type { NoticeState } from './notice-slice.ts';

/** What the slices of the shared part hold. The API's own slice is only read through its hooks. */
export interface RootState {
  readonly session: SessionState;
  readonly notice: NoticeState;
}

export type RootReducers = { readonly [Slice in keyof RootState]: Reducer<RootState[Slice]> };
export type AppDispatch = ThunkDispatch<RootState, unknown, UnknownAction>;
export type AppThunk<Result = void> = ThunkAction<Result, RootState, unknown, UnknownAction>;
