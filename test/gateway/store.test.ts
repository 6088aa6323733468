import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { small } from './faults.ts';
import { allKeys, countableSandbox, gatewayOn, keysOf, type TestGateway } from './gateway-on-sandbox.ts';

const everything = { first: 1_000, withTotalCount: true };
let file: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'store.db');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

async function usable({ url }: TestGateway): Promise<string | undefined> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  return /^identity_center_gateway_store_usable (.*)$/m.exec(text)?.[1];
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

it('a gateway goes on with what another has left in the store, and makes no call for it', async () => {
  await using sandbox = await countableSandbox(small);
  {
    await using gateway = await gatewayOn(sandbox, { config: { store: file } });
    expect(await usable(gateway)).toBe('1');
    await gateway.page(everything);
  }
  sandbox.reset();
  await using gateway = await gatewayOn(sandbox, { config: { store: file } });
  const page = await gateway.page(everything);
  expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
  expect(page.completeness.complete).toBe(true);
  const { 'sso-admin:ListInstances': _, ...counts } = sandbox.counts();
  expect(counts).toEqual({});
});

it('while its store is locked a gateway answers as well, says so in the metrics, and keeps what it read afterwards', async () => {
  await using sandbox = await countableSandbox(small);
  {
    await using first = await gatewayOn(sandbox, { config: { store: file } });
    await using locked = await gatewayOn(sandbox, { config: { store: file } });
    await first.page({ first: 1 });
    const other = new DatabaseSync(file, { timeout: 5_000 });
    other.exec('begin exclusive');
    const page = await locked.page(everything);
    expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
    await until(async () => (await usable(locked)) === '0');
    other.exec('rollback');
    other.close();
    await until(async () => (await usable(locked)) === '1');
  }
  sandbox.reset();
  await using gateway = await gatewayOn(sandbox, { config: { store: file } });
  expect(keysOf((await gateway.page(everything)).nodes)).toEqual(allKeys(sandbox.organization));
  expect(sandbox.counts()['sso-admin:ListAccountAssignments']).toBeUndefined();
});

it('two gateways on one store share what they read', async () => {
  await using sandbox = await countableSandbox(small);
  await using one = await gatewayOn(sandbox, { config: { store: file } });
  await using other = await gatewayOn(sandbox, { config: { store: file } });
  await other.page({ first: 1 });
  await one.page(everything);
  await until(async () => {
    sandbox.reset();
    await other.page(everything);
    return sandbox.counts()['sso-admin:ListAccountAssignments'] === undefined;
  });
  const page = await other.page(everything);
  expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
});

it('a damaged store never changes an answer', async () => {
  await using sandbox = await countableSandbox(small);
  {
    await using gateway = await gatewayOn(sandbox, { config: { store: file } });
    await gateway.page(everything);
  }
  const database = new DatabaseSync(file);
  database.exec(`update extent set facts = '' where key like 'pair/%'`);
  database.close();
  await using gateway = await gatewayOn(sandbox, { config: { store: file } });
  expect(keysOf((await gateway.page(everything)).nodes)).toEqual(allKeys(sandbox.organization));
  expect(existsSync(`${file}.set-aside`)).toBe(true);
});
