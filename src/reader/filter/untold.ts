import type { ReadFailure } from '../../reading/completeness.ts';
import type { Judged } from '../../reading/listing.ts';
import { evaluate, type Candidate, type Expression } from './expression.ts';

/** The verdict on what a list has, and why there is none. */
export function judged(expression: Expression, candidate: Candidate): Judged {
  const verdict = evaluate(expression, candidate);
  const [failure] = verdict === undefined ? untold(expression, candidate) : [];
  return { verdict, ...(failure && { outcome: { readAt: undefined, failure } }) };
}

/**
 * Why the filter could not be decided for what was read: members that AWS left out of its answers. A side of which
 * nothing was read is not spoken of: its read has failed, which is told already.
 */
export function untold(expression: Expression, candidate: Candidate): ReadFailure[] {
  switch (expression.op) {
    case 'all':
    case 'any':
      return expression.of.flatMap((part) => untold(part, candidate));
    case 'not':
      return untold(expression.of, candidate);
    case 'target':
      return isOpen(expression, candidate) ? untoldOfAccount(expression.test, candidate.account) : [];
    case 'principal':
      return isOpen(expression, candidate) ? untoldOfPrincipal(candidate.principal) : [];
    case 'permissionSet':
      return [];
    default:
      return expression satisfies never;
  }
}

function isOpen(leaf: Expression, candidate: Candidate): boolean {
  return evaluate(leaf, candidate) === undefined;
}

function untoldOfAccount(
  { states, parentIds }: Extract<Expression, { op: 'target' }>['test'],
  account: Candidate['account'],
): ReadFailure[] {
  if (!account?.facts) return [];
  const { accountId, facts } = account;
  const leftOut = (operation: string, what: string) => ({
    operation,
    accountId,
    code: 'AWS_UNAVAILABLE',
    message: `AWS does not tell ${what} of account ${accountId}, so that it cannot be said whether it matches`,
  });
  return [
    ...(states && facts.state === null ? [leftOut('organizations:DescribeAccount', 'the state')] : []),
    ...(parentIds && facts.ancestors === null ? [leftOut('organizations:ListParents', 'the place')] : []),
  ];
}

function untoldOfPrincipal(principal: Candidate['principal']): ReadFailure[] {
  if (!principal?.facts || principal.facts.deleted === null) return [];
  const { principalId } = principal;
  const message = `AWS does not tell whether user ${principalId} is enabled (UserStatus is missing), so that it cannot be said whether it matches`;
  return [{ operation: 'identitystore:DescribeUser', principalId, code: 'AWS_UNAVAILABLE', message }];
}
