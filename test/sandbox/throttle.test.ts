import { ListUsersCommand } from '@aws-sdk/client-identitystore';
import {
  ListAccountsCommand,
  ListParentsCommand,
  ListAccountsForParentCommand,
} from '@aws-sdk/client-organizations';
import { ListInstancesCommand, ListPermissionSetsCommand } from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { awsClients } from './aws-clients.ts';

/** A sandbox whose time passes only when the test says so. */
async function withClock(options: SandboxOptions = {}) {
  let now = Date.UTC(2026, 0, 1);
  const sandbox = await startSandbox({ ...options, now: () => now });
  const pass = (milliseconds: number): void => void (now += milliseconds);
  return { sandbox, pass, clients: awsClients(sandbox.url) };
}

async function outcomes(times: number, call: () => Promise<unknown>): Promise<Record<string, number>> {
  const names: Record<string, number> = {};
  for (let index = 0; index < times; index++) {
    const name = await call().then(
      () => 'ok',
      (error: Error) => error.name,
    );
    names[name] = (names[name] ?? 0) + 1;
  }
  return names;
}

describe('throttling', () => {
  it('gives all operations of sso-admin one bucket of twenty calls a second', async () => {
    const { sandbox, clients, pass } = await withClock();
    await using _ = sandbox;
    const { instanceArn: InstanceArn } = sandbox.organization;
    const list = () => clients.ssoAdmin.send(new ListInstancesCommand({}));
    const sets = () => clients.ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn }));
    expect(await outcomes(15, list)).toEqual({ ok: 15 });
    expect(await outcomes(7, sets)).toEqual({ ok: 5, ThrottlingException: 2 });
    pass(100);
    expect(await outcomes(3, list)).toEqual({ ok: 2, ThrottlingException: 1 });
    pass(60_000);
    expect(await outcomes(21, list)).toEqual({ ok: 20, ThrottlingException: 1 });
  });

  it('gives each operation of the identity store a bucket of its own', async () => {
    const { sandbox, clients } = await withClock();
    await using _ = sandbox;
    const { identityStoreId: IdentityStoreId } = sandbox.organization;
    const users = () => clients.identityStore.send(new ListUsersCommand({ IdentityStoreId }));
    expect(await outcomes(21, users)).toEqual({ ok: 20, ThrottlingException: 1 });
    expect(await outcomes(1, () => clients.ssoAdmin.send(new ListInstancesCommand({})))).toEqual({ ok: 1 });
  });

  it("holds Organizations to its published rates and bursts, under that service's error name", async () => {
    const { sandbox, clients, pass } = await withClock();
    await using _ = sandbox;
    const accounts = () => clients.organizations.send(new ListAccountsCommand({}));
    expect(await outcomes(13, accounts)).toEqual({ ok: 12, TooManyRequestsException: 1 });
    pass(1000);
    expect(await outcomes(9, accounts)).toEqual({ ok: 8, TooManyRequestsException: 1 });

    const ChildId = sandbox.organization.managementAccountId;
    const ParentId = sandbox.organization.root.id;
    await outcomes(8, () => clients.organizations.send(new ListParentsCommand({ ChildId })));
    const children = () => clients.organizations.send(new ListAccountsForParentCommand({ ParentId }));
    expect(await outcomes(1, children)).toEqual({ TooManyRequestsException: 1 });
  });

  it('lets the caller ask who it is, while sso-admin is exhausted', async () => {
    const { sandbox, clients } = await withClock({ tps: 1 });
    await using _ = sandbox;
    const list = () => clients.ssoAdmin.send(new ListInstancesCommand({}));
    expect(await outcomes(2, list)).toEqual({ ok: 1, ThrottlingException: 1 });
    const caller = () => clients.sts.send(new GetCallerIdentityCommand({}));
    expect(await outcomes(25, caller)).toEqual({ ok: 25 });
  });

  it('scales the bucket of sso-admin with tps, and throttles nothing when it is off', async () => {
    const slow = await withClock({ tps: 2 });
    await using _slow = slow.sandbox;
    const list = () => slow.clients.ssoAdmin.send(new ListInstancesCommand({}));
    expect(await outcomes(3, list)).toEqual({ ok: 2, ThrottlingException: 1 });

    const free = await withClock({ throttle: false, tps: 2 });
    await using _free = free.sandbox;
    expect(await outcomes(40, () => free.clients.ssoAdmin.send(new ListInstancesCommand({})))).toEqual({
      ok: 40,
    });
  });
});
