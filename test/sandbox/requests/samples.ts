import type { Sandbox } from '../../../src/sandbox/sandbox.ts';

/** Valid requests, by operation. */
export type Requests = Record<string, (sandbox: Sandbox) => unknown>;

export const someAccount = ({ organization }: Sandbox) =>
  organization.accounts().find(({ id }) => organization.permissionSetsProvisionedTo(id).length > 0)!;
export const someUser = ({ organization }: Sandbox) =>
  organization.users().find(({ email }) => email !== undefined)!;
export const someMembership = ({ organization }: Sandbox) =>
  organization.users().flatMap(({ userId }) => organization.membershipsOfUser(userId))[0]!;
