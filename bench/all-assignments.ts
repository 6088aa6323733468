import assert from 'node:assert/strict';
import { startGateway, type Size } from './gateway-process.ts';

interface Page {
  readonly data: {
    readonly assignments: {
      readonly nodes: readonly unknown[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly completeness: { readonly complete: boolean };
    };
  };
  readonly extensions: { readonly aws: Cost };
}

interface Cost {
  readonly calls: number;
  readonly byOperation: Readonly<Record<string, number>>;
  readonly throttled: number;
}

const query = `query ($first: Int!, $after: String) {
  assignments(first: $first, after: $after) {
    nodes { principal { name } permissionSet { name } target { name } }
    pageInfo { hasNextPage endCursor }
    completeness { complete }
  }
}`;

/** Every assignment with every name, from an empty mirror and again from a full one; and the first page of 100. */
export async function allAssignments(size: Size): Promise<void> {
  console.log(
    `${size.accounts} accounts × ${size.permissionSets} permission sets, ${size.users} users, ${size.groups} groups; ${size.tps} calls a second, ${size.latencyMs} ms each`,
  );
  await using first = await startGateway(size);
  report('first page of 100, cold', await walk(first.url, 100, 1));

  await using whole = await startGateway(size);
  const cold = await walk(whole.url, 1_000);
  report('everything, cold', cold);
  const warm = await walk(whole.url, 1_000);
  report('everything, warm', warm);

  assert.equal(warm.calls, 0, 'what was just read must not be read again');
  assert.equal(warm.rows, cold.rows);
  assert.equal(cold.throttled, 0, 'the budget must stay within the limit');
  console.log(`warm takes ${(warm.ms / cold.ms).toFixed(4)} of the time of cold`);
}

async function walk(url: string, first: number, maxPages = Number.POSITIVE_INFINITY) {
  const total = {
    rows: 0,
    pages: 0,
    calls: 0,
    throttled: 0,
    ms: 0,
    byOperation: {} as Record<string, number>,
  };
  const startedAt = performance.now();
  let after: string | null = null;
  do {
    const answer: Page = await ask(url, { first, after });
    const { nodes, pageInfo, completeness } = answer.data.assignments;
    assert.ok(completeness.complete);
    total.rows += nodes.length;
    total.pages += 1;
    total.calls += answer.extensions.aws.calls;
    total.throttled += answer.extensions.aws.throttled;
    for (const [operation, calls] of Object.entries(answer.extensions.aws.byOperation))
      total.byOperation[operation] = (total.byOperation[operation] ?? 0) + calls;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null && total.pages < maxPages);
  total.ms = performance.now() - startedAt;
  return total;
}

async function ask(url: string, variables: object): Promise<Page> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  // The cast: the query above is answered in this shape, or not at all.
  const answer = (await response.json()) as Page & { errors?: unknown };
  assert.equal(answer.errors, undefined);
  return answer;
}

function report(
  what: string,
  { rows, pages, calls, ms, byOperation }: Awaited<ReturnType<typeof walk>>,
): void {
  console.log(`\n${what}: ${rows} assignments, ${pages} pages, ${calls} calls, ${(ms / 1000).toFixed(2)} s`);
  for (const [operation, count] of Object.entries(byOperation))
    console.log(`  ${String(count).padStart(6)}  ${operation}`);
}
