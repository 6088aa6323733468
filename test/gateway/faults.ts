import { expect } from 'vitest';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Failure, Page } from './gateway-on-sandbox.ts';

/** Read whole in a moment, and yet of several pages of everything. */
export const small = { accounts: 12, permissionSets: 5, users: 30, groups: 8 };
export const everything = { first: 1000, withTotalCount: true };
export const denied = { error: 'AccessDeniedException', message: 'no' } as const;

/** Every call about this account, or about this pair. */
export function about(accountId: string, permissionSetArn?: string): Required<Pick<FaultRule, 'when'>> {
  return {
    when: (input) =>
      input['AccountId'] === accountId &&
      (permissionSetArn === undefined || input['PermissionSetArn'] === permissionSetArn),
  };
}

/** AWS does not tell which permission sets there are: everything has to be read by account. */
export function onlyByAccount(sandbox: Sandbox): void {
  sandbox.faults.add({ operation: 'sso-admin:ListPermissionSets', fault: denied });
}

/** The one failure that the page tells of. */
export function failureOf(page: Page): Failure {
  expect(page.completeness.failures).toHaveLength(1);
  return page.completeness.failures[0]!;
}
