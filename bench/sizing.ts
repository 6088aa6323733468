import assert from 'node:assert/strict';
import { createClient } from 'graphql-sse';
import { startSandbox } from '../src/sandbox/sandbox.ts';
import { program } from '../test/cli/program.ts';
import { ask, startPostgres } from '../test/postgres/server.ts';
import { organizations, type Size } from './calls/organizations.ts';
import { number, tableOf } from './calls/tables.ts';

/** What a gateway with everything read takes: calls, rows and bytes in PostgreSQL, memory of the process. */
export async function sizing(sizes: readonly Size[]): Promise<void> {
  await using postgres = await startPostgres();
  const lines: string[][] = [];
  for (const size of sizes) lines.push(await measure(postgres, organizations[size]));
  const titles = [
    'Accounts',
    'Assignments',
    'Calls',
    'Extents',
    'MB in PostgreSQL',
    'MB of memory',
    'Seconds to load',
  ];
  console.log(tableOf(titles, lines));
}

async function measure(
  postgres: Awaited<ReturnType<typeof startPostgres>>,
  organization: (typeof organizations)[Size],
): Promise<string[]> {
  await using sandbox = await startSandbox({ ...organization, throttle: false, emptyPages: false });
  const url = await postgres.createDatabase();
  const serving = () =>
    program(
      ['serve', '--port', '0', '--auth', 'none', '--aws-tps', '10000', '--store', url, '--log-level', 'warn'],
      {
        AWS_ENDPOINT_URL: sandbox.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'sizing',
        AWS_SECRET_ACCESS_KEY: 'sizing',
      },
    );
  let rows = 0;
  {
    await using gateway = serving();
    const at = (await gateway.firstLine).replace('Gateway ready at ', '');
    const query = `subscription { assignmentSweep(batchSize: 1000) {
      assignments { principal { name } permissionSet { name } target { name } }
      progress { done } completeness { complete } } }`;
    const client = createClient({ url: at, retryAttempts: 0 });
    for await (const { data } of client.iterate({ query })) {
      // The cast: the query says what it is.
      const event = (data as any).assignmentSweep;
      assert.ok(event.completeness.complete);
      rows += event.assignments.length;
    }
    client.dispose();
  }
  const calls = Object.values(sandbox.counts()).reduce((sum, count) => sum + count, 0);
  const [kept] = await ask(
    url,
    `select (select count(*) from gateway_store.extent)::int as extents,
      (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'gateway_store' and c.relkind = 'r')::float8 as bytes`,
  );
  // Anew, as after an upgrade: what it takes without what reading left behind.
  const startedAt = performance.now();
  await using gateway = serving();
  const at = (await gateway.firstLine).replace('Gateway ready at ', '');
  const question = { query: '{ assignments(first: 1) { totalCount } }' };
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(at, { method: 'POST', headers, body: JSON.stringify(question) });
  // The cast: as above.
  const { data, extensions } = (await answer.json()) as any;
  const seconds = (performance.now() - startedAt) / 1_000;
  assert.equal(data.assignments.totalCount, rows);
  // Which instance it is, is asked at each start.
  assert.ok(extensions.aws.calls <= 1);
  const metrics = await (await fetch(new URL('/metrics', at))).text();
  const memory = Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
  return [
    number(organization.accounts),
    number(rows),
    number(calls),
    number(kept.extents),
    (kept.bytes / 2 ** 20).toFixed(1),
    (memory / 2 ** 20).toFixed(0),
    seconds.toFixed(1),
  ];
}
