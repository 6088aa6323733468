import type { Completeness, ReadFailure, UnmatchedValue } from '../../reading/completeness.ts';
import { counted, duration } from './progress.ts';

export interface Run {
  readonly rows: number;
  /** What a row is, one and several. */
  readonly nouns: readonly [one: string, several: string];
  readonly completeness: Completeness;
  readonly calls: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What an export ends with on standard error: how many, how complete, how old, and at which cost. */
export function summary({ rows, nouns, completeness, calls, startedAt, endedAt }: Run): string {
  const [one, several] = nouns;
  const found = rows === 1 ? `1 ${one}` : `${counted(rows)} ${several}`;
  const state = completeness.complete ? 'complete' : 'not complete';
  const made = calls === 1 ? '1 call' : `${counted(calls)} calls`;
  const age = ageOf(completeness.asOf, startedAt, endedAt);
  return `${found}, ${state}${age}; ${made} to AWS in ${duration((endedAt - startedAt) / 1000)}.`;
}

function ageOf(asOf: number | undefined, startedAt: number, endedAt: number): string {
  if (asOf === undefined) return '';
  if (asOf >= startedAt) return ', all read now';
  return `, the oldest fact read ${duration((endedAt - asOf) / 1000)} ago (${new Date(asOf).toISOString()})`;
}

/** What is said on standard error when not everything could be read: a line for each read that failed. */
export function shortfall({ failures, failuresOmitted }: Completeness): string[] {
  const count = failures.length + failuresOmitted;
  // A failure that two pages met may be counted twice where it is not listed.
  const about = failuresOmitted > 0 ? 'about ' : '';
  const reads = count === 1 ? '1 read' : `${about}${counted(count)} reads`;
  return [
    `The export is not complete: ${reads} failed. What follows is missing from it, or older than it should be.`,
    ...failures.map(
      (failure) => `  ${subjectOf(failure)}${failure.message} (${failure.code})${age(failure)}`,
    ),
    ...(failuresOmitted > 0 ? [`  … and about ${counted(failuresOmitted)} more`] : []),
  ];
}

function subjectOf({ accountId, permissionSetArn, principalId }: ReadFailure): string {
  const subjects = [
    accountId && `account ${accountId}`,
    permissionSetArn && `permission set ${permissionSetArn}`,
    principalId && `principal ${principalId}`,
  ].filter(Boolean);
  return subjects.length === 0 ? '' : `${subjects.join(', ')}: `;
}

function age({ asOf }: ReadFailure): string {
  return asOf === undefined ? '' : `; what is there is of ${new Date(asOf).toISOString()}`;
}

/** What is said of values that nothing answers to: a line for each, with the flag that gave it. */
export function mistaken(
  unmatched: readonly UnmatchedValue[],
  flagOf: (path: string) => string | undefined,
): string[] {
  return unmatched.map(({ path, value, suggestions }) => {
    const close = new Intl.ListFormat('en', { type: 'disjunction' }).format(suggestions.map(quoted));
    return `${flagOf(path) ?? path} ${quoted(value)}: nothing answers to it${close && `; did you mean ${close}?`}`;
  });
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
