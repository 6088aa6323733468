const day = 86_400_000;

/** How far back people look, the first when they say nothing. */
export const spans = [
  { id: 'week', label: 'Week', days: 7 },
  { id: 'day', label: 'Day', days: 1 },
  { id: 'month', label: 'Month', days: 31 },
  { id: 'quarter', label: 'Quarter', days: 92 },
  { id: 'year', label: 'Year', days: 366 },
] as const;

export interface Period {
  /** As the graph takes them. */
  readonly since: string;
  readonly until: string | null;
  /** Days, as the reader's calendar has them: `2026-11-28`. */
  readonly from: string;
  readonly to: string;
  /** One of the spans; undefined between two days that somebody chose. */
  readonly span: (typeof spans)[number] | undefined;
  /** In words that end "What changed …". */
  readonly words: string;
}

/** What the address says: `?from=2026-11-01&to=2026-11-28`, or `?last=month`. */
export function periodOf(from: string, to: string, last: string, now: number): Period {
  const first = startOf(from);
  if (first !== undefined) {
    const end = startOf(to);
    // The last day is within.
    const until = end === undefined ? undefined : nextDay(end);
    const shown = until !== undefined && until <= now ? until : undefined;
    return {
      since: new Date(first).toISOString(),
      until: shown === undefined ? null : new Date(shown).toISOString(),
      from,
      to: end === undefined ? dayOf(now) : to,
      span: undefined,
      words: end === undefined ? `since ${from}` : `from ${from} to ${to}`,
    };
  }
  const span = spans.find(({ id }) => id === last) ?? spans[0];
  const since = now - span.days * day;
  return {
    since: new Date(since).toISOString(),
    until: null,
    from: dayOf(since),
    to: dayOf(now),
    span,
    words: `in the last ${span.label.toLowerCase()}`,
  };
}

/** The local day of a moment. */
export function dayOf(moment: number | string): string {
  const local = new Date(moment);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
}

/** Midnight, by the reader's clock; undefined for what is no day. */
export function startOf(text: string): number | undefined {
  const start = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00`).getTime() : Number.NaN;
  return Number.isNaN(start) ? undefined : start;
}

/** Days are of 23 or 25 hours, too. */
export function nextDay(start: number): number {
  const next = new Date(start);
  next.setDate(next.getDate() + 1);
  return next.getTime();
}
