/**
 * Whether something happened in the last so many milliseconds. What happened in the future was dated by a clock that
 * was set back since: nobody knows when it was, and it counts as never.
 */
export function wasLately(at: number, withinMs: number, now: number): boolean {
  return at <= now && now - at < withinMs;
}
