import type {
  AccountFacts,
  AssignmentRow,
  PermissionSetFacts,
  PrincipalFacts,
  PrincipalId,
} from '../../src/mirror/rows.ts';
import { MirrorStore, type Mirror } from '../../src/mirror/mirror.ts';

/** A mirror in memory, with nothing in it. */
export async function emptyMirror(): Promise<{ mirror: Mirror } & AsyncDisposable> {
  const store = new MirrorStore('memory', refuseWarning);
  const mirror = await store.mirrorOf('aws/eu-west-1', 'instance-1');
  return { mirror, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

export function refuseWarning(message: string): void {
  throw new Error(`An unexpected warning: ${message}`);
}

export const first = '000000000001';
export const second = '000000000002';
export const admin = 'arn:aws:sso:::permissionSet/ssoins-1/ps-a';
export const reader = 'arn:aws:sso:::permissionSet/ssoins-1/ps-r';

export function account(accountId: string, more: Partial<AccountFacts> = {}): AccountFacts {
  return { accountId, name: `name of ${accountId}`, email: null, state: 'ACTIVE', ancestors: null, ...more };
}

export function permissionSet(arn: string, name: string): PermissionSetFacts {
  return {
    arn,
    name,
    description: 'For tests',
    sessionDuration: 'PT8H',
    relayState: null,
    createdAt: 1_700_000_000_000,
  };
}

export function userId(principalId: string): PrincipalId {
  return { principalType: 'USER', principalId };
}

export function groupId(principalId: string): PrincipalId {
  return { principalType: 'GROUP', principalId };
}

export function facts(id: PrincipalId, name = `name of ${id.principalId}`): PrincipalFacts {
  return { ...id, name, displayName: name, email: null, description: null, enabled: true };
}

export function provisionedTo(accountId: string, readAt: number) {
  return { extent: `provisioned/account/${accountId}`, readAt };
}

/** What the mirror knows of assignments, in its order, each as one text. */
export async function everyRow({ assignments }: Mirror): Promise<string[]> {
  const rows = await assignments.between(undefined, { accountId: '~' }, {}, 100_000);
  return rows.map(rowText);
}

export function rowText({ accountId, permissionSetArn, principalType, principalId }: AssignmentRow): string {
  return [accountId, permissionSetArn, principalType, principalId].join(' ');
}
