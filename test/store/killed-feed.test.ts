import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-sse';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { program } from '../cli/program.ts';
import { small } from '../gateway/faults.ts';
import { countableSandbox } from '../gateway/gateway-on-sandbox.ts';

const kills = 3;
const changesAtOnce = 5;

/** Of a gateway: its address, and how to ask it. */
async function opened({ firstLine }: ReturnType<typeof serving>) {
  const url = (await firstLine).replace('Gateway ready at ', '');
  return {
    client: createClient({ url, retryAttempts: 0 }),
    ask: async (query: string, variables: object = {}) => {
      const body = JSON.stringify({ query, variables });
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const { data, errors } = (await response.json()) as { data: any; errors: unknown };
      expect(errors).toBeUndefined();
      return data;
    },
  };
}

function serving(sandbox: Sandbox, file: string) {
  const options = {
    '--port': '0',
    '--auth': 'none',
    '--store': file,
    '--aws-tps': '10000',
    '--log-level': 'warn',
  };
  return program(['serve', ...Object.entries(options).flat()], {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'killed',
    AWS_SECRET_ACCESS_KEY: 'killed',
  });
}

const readAll = 'query { assignments(maxAge: "PT0S", first: 1000) { completeness { complete } } }';

/** So many users who hold nothing in a pair yet get it. */
function assignSome({ organization }: Sandbox): void {
  const account = organization
    .accounts()
    .find(({ id }) => organization.permissionSetsProvisionedTo(id).length > 0)!;
  const [permissionSetArn] = organization.permissionSetsProvisionedTo(account.id) as [string];
  const held = new Set(
    organization.assignments(account.id, permissionSetArn).map(({ principalId }) => principalId),
  );
  const users = organization.users().filter(({ userId }) => !held.has(userId));
  for (const { userId } of users.slice(0, changesAtOnce))
    organization.createAssignment({
      accountId: account.id,
      permissionSetArn,
      principalType: 'USER',
      principalId: userId,
    });
}

/** Follows changes until some are announced, and kills the gateway that very moment; gives their ids. */
async function announcedUntilKilled(sandbox: Sandbox, file: string): Promise<string[]> {
  await using gateway = serving(sandbox, file);
  const { client, ask } = await opened(gateway);
  await ask(readAll);
  const announced: string[] = [];
  const query = 'subscription { changes { changes { id } endCursor } }';
  let isFirst = true;
  const work = async () => {
    for await (const { data } of client.iterate({ query })) {
      // The first event says that the gateway follows: what is written now is announced.
      if (isFirst) {
        isFirst = false;
        assignSome(sandbox);
        ask(readAll).catch(() => {});
      }
      announced.push(...(data as any).changes.changes.map(({ id }: { id: string }) => id));
      if (announced.length > 0) gateway.child.kill('SIGKILL');
    }
  };
  // Broken off, it rejects.
  await work().catch(() => {});
  expect((await gateway.ended).signal).toBe('SIGKILL');
  client.dispose();
  return announced;
}

test('a change that was announced to a subscriber is there after the gateway was killed that very moment', async () => {
  await using sandbox = await countableSandbox(small);
  const folder = await mkdtemp(join(tmpdir(), 'killed-'));
  try {
    const file = join(folder, 'store.db');
    const since = new Date().toISOString();
    const announced: string[] = [];
    for (let n = 0; n < kills; n++) announced.push(...(await announcedUntilKilled(sandbox, file)));
    expect(announced.length).toBeGreaterThanOrEqual(kills);
    await using gateway = serving(sandbox, file);
    const { client, ask } = await opened(gateway);
    const { changes } = await ask(
      'query ($since: DateTime!) { changes(since: $since, first: 1000) { nodes { id } totalCount completeness { complete } } }',
      { since },
    );
    const kept = changes.nodes.map(({ id }: { id: string }) => id);
    expect(kept).toEqual(expect.arrayContaining(announced));
    expect(changes).toMatchObject({ totalCount: kept.length, completeness: { complete: false } });
    client.dispose();
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);
