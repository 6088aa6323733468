import { z } from 'zod';
import { parseDurationMs } from '../duration.ts';

// How the text that a person typed becomes a value, and what they are told when it does not.

export function text(expected: string, accepts: (text: string) => boolean) {
  return z
    .string()
    .refine(accepts, { error: ({ input }) => `expected ${expected}, but got: ${String(input)}` });
}

export function wholeNumber(min: number, max: number) {
  return text(
    `a whole number from ${min} to ${max}`,
    (value) => /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max,
  ).transform(Number);
}

export function rate() {
  return text(
    'a number of calls a second above 0, at most 10000',
    (value) => /^\d{1,5}(\.\d{1,3})?$/.test(value) && Number(value) > 0 && Number(value) <= 10_000,
  ).transform(Number);
}

/** `64MiB`, `500KiB`, `1GiB`, or a number of bytes. */
export function byteCount() {
  return text(
    'a size such as 64MiB, at most 4GiB',
    (value) => bytesOf(value) !== undefined && Number(bytesOf(value)) <= 4 * 2 ** 30,
  ).transform((value) => bytesOf(value) ?? 0);
}

function bytesOf(value: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,10})(KiB|MiB|GiB|)$/.exec(value) ?? [];
  return count === undefined ? undefined : Number(count) * 1024 ** ['', 'KiB', 'MiB', 'GiB'].indexOf(unit);
}

export function durationMs() {
  return text(
    'an ISO 8601 duration such as PT15M or P1D',
    (value) => parseDurationMs(value) !== undefined,
  ).transform((value) => parseDurationMs(value) ?? 0);
}

const date = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A date (its beginning in UTC), a moment, or a duration before now: what it is when `now` is, in epoch milliseconds. */
export function moment() {
  return text(
    'a date such as 2026-07-01, a moment such as 2026-07-01T08:00:00Z, or a duration before now such as P90D',
    (value) => momentOf(value, 0) !== undefined,
  ).transform((value) => (now: number) => momentOf(value, now) ?? 0);
}

function momentOf(value: string, now: number): number | undefined {
  const ago = parseDurationMs(value);
  if (ago !== undefined) return now - ago;
  // JavaScript takes the 30th of February for the 2nd of March.
  const day = value.slice(0, 10);
  const isDay = date.test(value) && new Date(`${day}T00:00:00Z`).getTime();
  if (isDay === false || Number.isNaN(isDay) || !new Date(isDay).toISOString().startsWith(day))
    return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}

/** As the protocols of signing in count. */
export function wholeSecondsMs() {
  return durationMs().refine((ms) => ms >= 1000 && ms % 1000 === 0, {
    error: 'expected whole seconds, at least PT1S',
  });
}

export function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, {
    error: ({ input }) => `expected ${values.join(', ')}, but got: ${String(input)}`,
  });
}

/** Some of the values, separated by commas. */
export function listOf<const T extends readonly string[]>(values: T) {
  const one = oneOf(values);
  return z
    .string()
    .transform((given) => given.split(',').map((item) => item.trim()))
    .pipe(
      z.array(one).refine((list) => new Set(list).size === list.length, {
        error: ({ input }) => `expected each once, but got: ${String(input)}`,
      }),
    );
}

/** An option that is on when it is there; `--no-…` is on until it is. */
export function flag() {
  return oneOf(['true', 'false']).transform((value) => value === 'true');
}

/** An option that may be given several times. */
export function several(expected: string, accepts: (text: string) => boolean = isSomething) {
  return z.array(text(expected, accepts)).default([]);
}

export function path() {
  return text('the path of a file', isSomething);
}

/** A file, memory, or a PostgreSQL database. What is wrong with a URL is told without it: it may have a password. */
export function storePlace() {
  return path().refine((value) => !/^postgres(?:ql)?:/.test(value) || isDatabaseUrl(value), {
    error:
      "expected a URL such as postgres://user@host:5432/database?sslmode=verify-full, with one of libpq's sslmodes",
  });
}

function isDatabaseUrl(value: string): boolean {
  // Libpq's may have a user and no host.
  const url = URL.parse(value.replace('@/', '@localhost/'));
  const mode = url?.searchParams.get('sslmode') ?? 'prefer';
  return url !== null && ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'].includes(mode);
}

function isSomething(value: string): boolean {
  return value.trim() !== '';
}
