/** What the tabs of one browser tell each other about the session they share. */
export type SessionMessage = { readonly type: 'ended' } | { readonly type: 'opened'; readonly accountId: string };

const channel = new BroadcastChannel('studynotion-session');

/** Tells the other tabs; the own one does not hear it. */
export function tellOtherTabs(message: SessionMessage): void {
  channel.postMessage(message);
}

export function onOtherTabs(listener: (message: SessionMessage) => void): void {
  channel.addEventListener('message', ({ data }: MessageEvent<SessionMessage>) => listener(data));
}
