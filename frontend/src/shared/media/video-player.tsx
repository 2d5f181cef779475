import type { Playback } from '@studynotion/contracts';
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert } from '../components/alert.tsx';
import { Button } from '../components/button.tsx';
import { RATES, stateAfterKey } from './player-keys.ts';
import { renewalPause } from './renewal-pause.ts';

export interface VideoPlayerProps {
  readonly title: string;
  readonly playback: Playback;
  /** Asks for another address; it comes as another `playback`. */
  readonly onRenew: () => void;
  /** Where to begin, in seconds. @default 0 */
  readonly startAt?: number;
  /** Told where it is while it plays, several times a second, and when it is stopped there. */
  readonly onMove?: (seconds: number) => void;
  readonly onStop?: () => void;
  readonly onEnd?: () => void;
}

/** So many failures in a row are answered with another address before it is called a failure. */
const RENEWALS_AFTER_FAILURE = 2;

/** Plays a video whose address expires: it gets another one in time, and goes on where it was. */
export function VideoPlayer({ title, playback, onRenew, startAt = 0, onMove, onStop, onEnd }: VideoPlayerProps) {
  const { t } = useTranslation();
  const rateId = useId();
  const video = useRef<HTMLVideoElement>(null);
  const failures = useRef(0);
  const [failed, setFailed] = useState(false);
  const [rate, setRate] = useState(1);
  usePlaybackAddress(video, playback, startAt);
  useRenewal(playback, onRenew);

  function renewAfterFailure(): void {
    failures.current += 1;
    if (failures.current <= RENEWALS_AFTER_FAILURE) onRenew();
    else setFailed(true);
  }

  function tryAgain(): void {
    failures.current = 0;
    setFailed(false);
    onRenew();
  }

  function handleKey(event: KeyboardEvent): void {
    const player = video.current;
    if (player === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLSelectElement || event.target instanceof HTMLButtonElement) return;
    const { currentTime: seconds, duration, paused, muted, playbackRate } = player;
    const change = stateAfterKey(event.key, { seconds, duration, paused, muted, rate: playbackRate });
    if (change === undefined) return;
    event.preventDefault();
    if (change.paused !== undefined) void (change.paused ? player.pause() : player.play().catch(() => undefined));
    if (change.seconds !== undefined) player.currentTime = change.seconds;
    if (change.muted !== undefined) player.muted = change.muted;
    if (change.rate !== undefined) player.playbackRate = change.rate;
  }

  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the player work while it has the focus */}
      <div onKeyDown={handleKey} className="overflow-hidden rounded-2xl border border-line/70 bg-black">
        {/* biome-ignore lint/a11y/useMediaCaption: there are no captions yet */}
        <video
          ref={video}
          controls
          playsInline
          preload="metadata"
          aria-label={title}
          onTimeUpdate={({ currentTarget }) => currentTarget.paused || onMove?.(currentTarget.currentTime)}
          onPlaying={() => {
            failures.current = 0;
          }}
          onPause={({ currentTarget }) => {
            onMove?.(currentTarget.currentTime);
            onStop?.();
          }}
          onEnded={onEnd}
          onError={renewAfterFailure}
          onRateChange={({ currentTarget }) => setRate(currentTarget.playbackRate)}
          className="aspect-video w-full"
        />
      </div>
      {failed && (
        <div className="mt-4">
          <Alert
            tone="danger"
            title={t('player.failed')}
            action={
              <Button look="secondary" onClick={tryAgain}>
                {t('tryAgain')}
              </Button>
            }
          />
        </div>
      )}
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-sm text-muted">
        <p className="hidden md:block">{t('player.keys')}</p>
        <label htmlFor={rateId} className="flex items-center gap-2">
          {t('player.speed')}
          <select
            id={rateId}
            value={rate}
            onChange={({ target }) => {
              if (video.current !== null) video.current.playbackRate = Number(target.value);
            }}
            className="min-h-11 rounded-xl border border-line bg-ground/60 px-3 text-text hover:border-muted"
          >
            {RATES.map((choice) => (
              <option key={choice} value={choice}>
                {choice}×
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
}

/** Gives the video its address. Another address goes on where the last one was, playing if that played. */
function usePlaybackAddress(video: RefObject<HTMLVideoElement | null>, { url }: Playback, startAt: number): void {
  const begin = useRef(startAt);
  useEffect(() => {
    const player = video.current;
    if (player === null) return;
    const wasPlaying = !player.paused;
    const { playbackRate } = player;
    const seconds = player.currentTime || begin.current;
    const goOn = () => {
      if (seconds > 0) player.currentTime = seconds;
      player.playbackRate = playbackRate;
      if (wasPlaying) void player.play().catch(() => undefined);
    };
    player.addEventListener('loadedmetadata', goOn, { once: true });
    player.src = url;
    return () => player.removeEventListener('loadedmetadata', goOn);
  }, [video, url]);
}

function useRenewal({ expiresAt }: Playback, onRenew: () => void): void {
  const latest = useRef(onRenew);
  useEffect(() => {
    latest.current = onRenew;
  }, [onRenew]);
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), renewalPause(expiresAt, Date.now()));
    return () => clearTimeout(timer);
  }, [expiresAt]);
}
