import { useEffect, useState } from 'preact/hooks';

const number = new Intl.NumberFormat('en');

export function digits(value: number): string {
  return number.format(value);
}

/** `1 account`, `2,000 accounts`. */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  return `${digits(value)} ${value === 1 ? singular : plural}`;
}

/** How long a moment is past, in the largest unit that says enough. */
export function ago(moment: string | number, now: number): string {
  const seconds = Math.max(0, (now - new Date(moment).getTime()) / 1000);
  if (seconds < 10) return 'just now';
  if (seconds < 90) return `${Math.round(seconds)} s ago`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86_400)} days ago`;
}

/** Hours and minutes, as the reader's clock has them. */
export function clock(moment: number): string {
  return new Date(moment).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}

/** A day and its time, the same in every language. */
export function date(moment: string): string {
  const local = new Date(moment);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())} ${two(local.getHours())}:${two(local.getMinutes())}`;
}

/** Epoch milliseconds, anew after so long. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** An ISO 8601 duration of the graph as people say it: `PT8H` is `8 h`. */
export function hours(duration: string | null | undefined): string {
  const [, days, hour, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration ?? '') ?? [];
  const parts = [days && `${days} d`, hour && `${hour} h`, minutes && `${minutes} min`].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : (duration ?? '');
}

/** How long it is until a moment, as it is counted down. */
export function left(moment: string, now: number): string {
  const seconds = Math.max(0, Math.round((new Date(moment).getTime() - now) / 1000));
  if (seconds < 120) return count(seconds, 'second');
  if (seconds < 7200) return count(Math.floor(seconds / 60), 'minute');
  return count(Math.floor(seconds / 3600), 'hour');
}
