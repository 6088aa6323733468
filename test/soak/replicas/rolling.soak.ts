import { expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { Load, pause } from '../load/load.ts';
import { hasPostgres } from '../../postgres/server.ts';
import { askAt } from './asking.ts';
import { fleet } from './fleet.ts';

const query = `{ assignments(first: 100) { totalCount completeness { complete } } viewer { name } }`;
const clients = 24;

test.skipIf(!hasPostgres)(
  'three replicas are replaced one after the other under load, and no request fails',
  async () => {
    await using sandbox = await startSandbox({
      accounts: 16,
      permissionSets: 6,
      tps: 400,
      emptyPages: false,
    });
    const flags = { '--aws-tps': '300', '--drain-delay': 'PT1S', '--max-age': 'P1D' };
    await using gateways = await fleet(sandbox, { replicas: 3, viewers: ['ada'], flags });
    const { balancer, tokens } = gateways;
    const load = new Load();
    const first = await askAt(balancer.port, tokens['ada']!, query);
    expect(first.data.assignments.completeness.complete).toBe(true);
    for (let n = 0; n < clients; n++)
      load.goOn('a client', async () => {
        while (!load.isOver) {
          const { data, code, message } = await askAt(balancer.port, tokens['ada']!, query);
          load.count('answers');
          if (code !== undefined) load.problems.push(`${code}: ${message}`);
          else if (data.assignments.totalCount !== first.data.assignments.totalCount)
            load.problems.push(`another answer: ${JSON.stringify(data)}`);
          await pause(20);
        }
      });
    const codes: (number | null)[] = [];
    for (const old of gateways.replicas.slice()) {
      await gateways.add();
      await pause(1_000);
      // Until it ends by itself it is one of those that run, which the balancer looks at.
      codes.push((await gateways.kill(old, 'SIGTERM')).code);
    }
    await load.end();
    process.stdout.write(`${JSON.stringify({ ...load.counts, codes })}\n`);
    expect(load.problems).toEqual([]);
    expect(codes).toEqual([0, 0, 0]);
    expect(load.counts['answers']).toBeGreaterThan(500);
    expect(gateways.stderr().join('')).not.toMatch(/"level":"error"/);
  },
  240_000,
);
