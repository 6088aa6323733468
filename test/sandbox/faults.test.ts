import { ListUsersCommand, paginateListUsers } from '@aws-sdk/client-identitystore';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { ListInstancesCommand, ListPermissionSetsCommand } from '@aws-sdk/client-sso-admin';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf, rawCall } from './aws-clients.ts';

describe('a planted fault', () => {
  let sandbox: Sandbox;
  let clients: ReturnType<typeof awsClients>;
  beforeEach(async () => {
    sandbox = await startSandbox({ throttle: false, emptyPages: false });
    clients = awsClients(sandbox.url);
  });
  afterEach(() => sandbox.close());

  const listInstances = () => clients.ssoAdmin.send(new ListInstancesCommand({}));
  const listSets = (MaxResults: number) =>
    clients.ssoAdmin.send(
      new ListPermissionSetsCommand({ InstanceArn: sandbox.organization.instanceArn, MaxResults }),
    );
  const store = () => ({ IdentityStoreId: sandbox.organization.identityStoreId });

  it('strikes the operation that it names and no other, until it is removed', async () => {
    const remove = sandbox.faults.add({
      operation: 'sso-admin:ListInstances',
      fault: { error: 'AccessDeniedException', message: 'Not you.' },
    });
    const error = await failureOf(listInstances());
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      message: 'Not you.',
      $metadata: { httpStatusCode: 400 },
    });
    await listSets(1);
    remove();
    await listInstances();
  });

  it('strikes the calls whose input it picks', async () => {
    sandbox.faults.add({
      when: (input) => input['MaxResults'] === 7,
      fault: { error: 'ValidationException' },
    });
    await listSets(6);
    expect((await failureOf(listSets(7))).name).toBe('ValidationException');
  });

  it('strikes as often as it says', async () => {
    sandbox.faults.add({ times: 2, fault: { error: 'ThrottlingException' } });
    await failureOf(listInstances());
    await failureOf(listInstances());
    await expect(listInstances()).resolves.toHaveProperty('Instances');
  });

  it('is a 500 in the middle of paging', async () => {
    sandbox.faults.add({
      operation: 'identitystore:ListUsers',
      when: (input) => input['NextToken'] !== undefined,
      afterCalls: 1,
      fault: { error: 'InternalServerException' },
    });
    const pages: number[] = [];
    const walk = async (): Promise<void> => {
      for await (const page of paginateListUsers({ client: clients.identityStore, pageSize: 50 }, store())) {
        pages.push(page.Users!.length);
      }
    };
    const error = await failureOf(walk());
    expect(error).toMatchObject({ name: 'InternalServerException', $metadata: { httpStatusCode: 500 } });
    expect(pages).toEqual([50, 50]);
  });

  it('carries headers and members for clients that wait', async () => {
    sandbox.faults.add({
      fault: {
        error: 'ThrottlingException',
        members: { RetryAfterSeconds: 3 },
        headers: { 'retry-after': '2' },
        status: 429,
      },
    });
    const answer = await rawCall(sandbox.url, 'identitystore:ListUsers', store());
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(
      (await failureOf(clients.identityStore.send(new ListUsersCommand(store()))))['RetryAfterSeconds'],
    ).toBe(3);
  });

  it('breaks the connection', async () => {
    sandbox.faults.add({ times: 1, fault: 'drop' });
    const error = await failureOf(clients.organizations.send(new ListAccountsCommand({})));
    expect(error['code']).toBe('ECONNRESET');
    expect(sandbox.calls().at(-1)).toMatchObject({ operation: 'ListAccounts', error: 'drop' });
    await clients.organizations.send(new ListAccountsCommand({}));
  });

  it('hangs for as long as it says, and no sandbox waits for it to close', async () => {
    sandbox.faults.add({ times: 1, fault: { hangMs: 30 } });
    const begin = performance.now();
    await listInstances();
    // Timers may fire a millisecond early.
    expect(performance.now() - begin).toBeGreaterThanOrEqual(29);

    sandbox.faults.add({ fault: { hangMs: 3_600_000 } });
    const hanging = failureOf(listInstances());
    while (sandbox.calls().length < 2) await new Promise(setImmediate);
    await sandbox.close();
    expect((await hanging)['code']).toBe('ECONNRESET');
  });

  it('is gone after clear', async () => {
    sandbox.faults.add({ fault: 'drop' });
    sandbox.faults.clear();
    await expect(listInstances()).resolves.toHaveProperty('Instances');
  });
});
