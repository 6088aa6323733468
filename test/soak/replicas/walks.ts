import { keyOf, type Row } from '../../gateway/gateway-on-sandbox.ts';
import { type Load, pause } from '../load/load.ts';
import { askAt, passing, Unreachable, type Answer } from './asking.ts';
import type { ChangingFacts } from './facts.ts';
import type { Fleet } from './fleet.ts';

const walkQuery = `query ($after: String, $maxAge: Duration) {
  assignments(first: 40, after: $after, maxAge: $maxAge) {
    nodes { principal { principalType principalId } permissionSet { arn } target { targetId } }
    pageInfo { hasNextPage endCursor }
    totalCount
    completeness { complete }
  }
}`;

export type Phase = 'adding' | 'removing' | 'resting';

/** Asks until there is an answer: what breaks on the way, or asks for another try, is counted. */
export async function insist(load: Load, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  while (!load.isOver) {
    try {
      const answer = await ask();
      if (answer.code === undefined || !passing.includes(answer.code)) return answer;
      load.count(answer.code);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      load.count('unreachable');
    }
    await pause(100);
  }
  return undefined;
}

/**
 * Walks through all assignments, again and again, each page at another replica. Whatever replicas do or suffer, a walk
 * goes forward, lacks nothing that it claims to have, and tells of nothing that never was; and while rows are only
 * added, their number never goes down from one page to the next, nor up while they are only taken away.
 */
export function goOnWalking(
  load: Load,
  fleet: Fleet,
  facts: ChangingFacts,
  token: string,
  phase: () => Phase,
): void {
  load.goOn('a walk', async () => {
    while (!load.isOver) {
      const begun = phase();
      await walk(load, fleet, facts, token, () => (phase() === begun ? begun : undefined));
      load.count('walks');
      await pause(200);
    }
  });
}

async function walk(
  load: Load,
  { balancer }: Fleet,
  facts: ChangingFacts,
  token: string,
  phase: () => Phase | undefined,
): Promise<void> {
  let [after, last, total]: [string | undefined, string, number | undefined] = [undefined, '', undefined];
  for (let page = 1; ; page++) {
    const variables = { after, maxAge: 'PT20S' };
    const answer = await insist(load, () => askAt(balancer.port, token, walkQuery, variables));
    if (!answer) return;
    const told = `page ${page} of a walk`;
    const assignments = answer.data?.assignments;
    if (!assignments) return void load.problems.push(`${told}: ${answer.code} ${answer.message}`);
    load.count('pages');
    const { nodes, pageInfo, totalCount, completeness } = assignments;
    const keys: string[] = nodes.map((row: Row) => keyOf(row));
    for (const [at, key] of keys.entries()) {
      if (key <= (keys[at - 1] ?? last)) load.problems.push(`${told} goes back to ${key}`);
      if (!facts.mayBe(key)) load.problems.push(`${told} tells of ${key}, which never was`);
    }
    const to: string | undefined = pageInfo.hasNextPage ? (keys.at(-1) ?? last) : undefined;
    if (completeness.complete) {
      const has = new Set(keys);
      const lacks = facts.stable.filter(
        (key) => key > last && (to === undefined || key <= to) && !has.has(key),
      );
      if (lacks.length > 0)
        load.problems.push(
          `${new Date().toISOString()} after ${last} to ${to} total ${totalCount} ${told} claims to be complete and lacks ${lacks.join(', ')}`,
        );
      if (total !== undefined && typeof totalCount === 'number') {
        const went = totalCount - total;
        if ((phase() === 'adding' && went < 0) || (phase() === 'removing' && went > 0))
          load.problems.push(`${told} counts ${totalCount}, after ${total} on the page before`);
      }
      if (typeof totalCount === 'number') total = totalCount;
    } else load.count('incomplete pages');
    if (!pageInfo.hasNextPage) return;
    last = keys.at(-1) ?? last;
    after = pageInfo.endCursor;
  }
}

const sweepQuery = `subscription { assignmentSweep(maxAge: "PT30S", batchSize: 200) {
  assignments { principal { principalType principalId } permissionSet { arn } target { targetId } }
  progress { done } completeness { complete } } }`;

/** Reads everything anew by sweeps, at whichever replica; one that breaks off is begun again. */
export function goOnSweeping(load: Load, fleet: Fleet, facts: ChangingFacts, token: string): void {
  load.goOn('a sweep', async () => {
    const { createClient } = await import('graphql-sse');
    while (!load.isOver) {
      const url = `http://127.0.0.1:${fleet.balancer.port}/graphql`;
      const headers = { Authorization: `Bearer ${token}` };
      const client = createClient({ url, headers, retryAttempts: 0 });
      const seen = new Set<string>();
      let isDone = false;
      try {
        for await (const { data, errors } of client.iterate({ query: sweepQuery })) {
          if (errors) break;
          const event = (data as any).assignmentSweep;
          for (const row of event.assignments) seen.add(keyOf(row));
          isDone = event.progress.done && event.completeness.complete;
        }
      } catch {
        load.count('broken sweeps');
      }
      client.dispose();
      if (isDone) {
        load.count('sweeps');
        const lacks = facts.stable.filter((key) => !seen.has(key));
        if (lacks.length > 0)
          load.problems.push(
            `${new Date().toISOString()} a sweep claims to be complete and lacks ${lacks.join(', ')}`,
          );
      }
      for (let waited = 0; waited < 2_000 && !load.isOver; waited += 100) await pause(100);
    }
  });
}
