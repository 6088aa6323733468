import type { Completeness, ReadFailure } from '../../reading/completeness.ts';
import { counted } from './progress.ts';

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
