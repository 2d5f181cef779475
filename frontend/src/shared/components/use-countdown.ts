import { useEffect, useState } from 'react';

/** Seconds left until `until` (milliseconds of the clock), 0 when it is past; counts down by itself. */
export function useCountdown(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  const over = until <= now;
  useEffect(() => {
    setNow(Date.now());
    if (over) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [over]);
  return Math.max(0, Math.ceil((until - now) / 1000));
}
