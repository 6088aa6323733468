import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accountsKey,
  pairKey,
  permissionSetsKey,
  provisionedKey,
  type Extent,
} from '../../src/mirror/keys.ts';
import { principalWord } from '../../src/mirror/rows.ts';
import { openMirror } from '../../src/reader/keeping/open-mirror.ts';
import { openStore } from '../../src/store/open-store.ts';
import { endpoint, instanceArn, organization } from '../million/organization.ts';

const accounts = 200;
const rounds = 5;

/** How much longer everything that is read takes to be kept where its changes are kept, too; 1 is as long. */
export async function writePath(): Promise<number> {
  const ratios: number[] = [];
  for (let n = 0; n < rounds; n++) {
    const without = await keepAll(0);
    ratios.push((await keepAll(Number.POSITIVE_INFINITY)) / without);
  }
  return ratios.toSorted((one, other) => one - other)[rounds >> 1] ?? 0;
}

/** Processor time of keeping a part of the organization five times over, in which one pair of a hundred changes each time. */
async function keepAll(historyMs: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'history-'));
  try {
    const scope = { endpoint, instanceArn };
    await using store = await openStore(join(folder, 'store.db'), () => {});
    const opened = await openMirror(store, scope, Date.now, { historyMs });
    const before = process.cpuUsage();
    for (let round = 0; round < 5; round++)
      for (const { key, readAt, facts } of everything(round)) opened.keep(key, readAt, facts);
    await opened.log.changesSince(0);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function* everything(round: number): Generator<Extent> {
  const readAt = 1_000 + round;
  const { arns, users } = organization;
  const accountIds = organization.accountIds.slice(0, accounts);
  const account = { email: null, state: 'ACTIVE', ancestors: null };
  yield {
    key: accountsKey,
    readAt,
    facts: accountIds.map((accountId) => ({ ...account, accountId, name: accountId })),
  };
  yield { key: permissionSetsKey, readAt, facts: arns };
  let n = 0;
  for (const accountId of accountIds) {
    yield { key: provisionedKey(accountId), readAt, facts: arns };
    for (const arn of arns) {
      n++;
      const from = (n % 100 === 0 ? n + round : n) % (users.length - 5);
      yield { key: pairKey(accountId, arn), readAt, facts: users.slice(from, from + 5).map(principalWord) };
    }
  }
}
