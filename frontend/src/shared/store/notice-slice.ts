import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { NoticeKey } from '../i18n/resources.ts';

/** A short message over the page that outlives a navigation, such as "Your account is ready". */
export interface Notice {
  readonly tone: 'success' | 'info' | 'danger';
  /** Key in the namespace `notices`. */
  readonly text: NoticeKey;
}
export type NoticeState = Notice | null;

export const noticeSlice = createSlice({
  name: 'notice',
  initialState: null as NoticeState,
  reducers: {
    noticeShown: (_, { payload }: PayloadAction<Notice>): NoticeState => payload,
    noticeDismissed: (): NoticeState => null,
  },
});

export const { noticeShown, noticeDismissed } = noticeSlice.actions;
export const selectNotice = ({ notice }: { readonly notice: NoticeState }) => notice;
