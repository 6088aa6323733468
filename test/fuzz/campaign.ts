import type { GraphQLSchema } from 'graphql';
import type { Gate } from './gate.ts';
import { makeInput } from './inputs.ts';
import { Random } from './random.ts';
import { type Outcome, sendHttp } from './send.ts';
import type { RealValues } from './values.ts';

export interface Campaign {
  readonly seed: number;
  /** The first input's number, and how many there are. */
  readonly from: number;
  readonly count: number;
  /** How many are under way at a time. */
  readonly width: number;
  /** When it ends in any case, by performance.now(). */
  readonly endsAt: number;
}

/** What should not have happened, as text that says how to see it again. */
export type Finding = string;

export interface Report {
  /** How many inputs were sent. */
  readonly sent: number;
  readonly findings: readonly Finding[];
  /** How often there was each kind of input, with each kind of answer. */
  readonly tally: Readonly<Record<string, number>>;
}

const mostFindings = 20;

/** Sends the inputs of a seed, and looks at each answer. */
export async function run(
  gate: Gate,
  schema: GraphQLSchema,
  real: RealValues,
  { seed, from, count, width, endsAt }: Campaign,
): Promise<Report> {
  const findings: Finding[] = [];
  const tally: Record<string, number> = {};
  let next = from;
  const worker = async () => {
    while (next < from + count && performance.now() < endsAt && findings.length < mostFindings) {
      if (gate.hasExited()) return;
      const n = next++;
      const input = makeInput(new Random(Math.imul(seed, 0x9e3779b1) ^ n), gate, schema, real);
      const find = (what: string, outcome?: Outcome) =>
        findings.push(
          `${what}: FUZZ_SEED=${seed} FUZZ_ONLY=${n}, ${input.kind}\n${input.shown.slice(0, 2_000)}\n→ ${outcome?.text.slice(0, 1_000) ?? ''}`,
        );
      try {
        const outcome = await answered(input.send(gate), gate.answeredMs);
        const key = `${input.kind} ${outcome.status ?? '-'}${codesOf(outcome)}`;
        tally[key] = (tally[key] ?? 0) + 1;
        if (/"code":"INTERNAL|INTERNAL: 4500/.test(outcome.text)) find('INTERNAL', outcome);
        // 501 and 505 are Node's own words for methods and versions that are none.
        else if ((outcome.status ?? 0) >= 500) find(`status ${outcome.status}`, outcome);
      } catch (error) {
        find(error instanceof Error ? error.message : String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  for (const line of await gate.telling()) findings.push(`The log says: ${line.slice(0, 1_000)}`);
  if (gate.hasExited()) findings.push('The gateway has ended');
  return { sent: next - from, findings, tally };
}

async function answered(sent: Promise<Outcome>, withinMs: number): Promise<Outcome> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${withinMs} ms`)), withinMs);
  try {
    return await Promise.race([sent, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function codesOf({ text }: Outcome): string {
  const codes = new Set([...text.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code));
  return codes.size > 0 ? ` ${[...codes].join('+')}` : '';
}

/** What the gateway's organization has, asked of the gateway. */
export async function realValues(gate: Gate): Promise<RealValues> {
  const answer = await ask(
    gate,
    `{ instances { id arn }
       users: principals(filter: { type: USER }, first: 5) { nodes { id principalId name ... on User { email } } }
       groups: principals(filter: { type: GROUP }, first: 5) { nodes { id principalId name } }
       sets: permissionSets(first: 5) { nodes { id arn name } }
       targets(first: 8) { nodes { id targetId name } }
       units: targets(filter: { type: AWS_OU }, first: 3) { nodes { id targetId } }
       assignments(first: 5) { edges { cursor node { id } } } }`,
  );
  const { instances, users, groups, sets, targets, units, assignments } = JSON.parse(answer).data;
  const of = (items: readonly Record<string, string>[], key: string) => items.map((item) => item[key] ?? '');
  const principals = [...of(users.nodes, 'principalId'), ...of(groups.nodes, 'principalId')];
  const targetIds = [...of(targets.nodes, 'targetId'), ...of(units.nodes, 'targetId')];
  const nodes = [users, groups, sets, targets, units].flatMap(({ nodes: items }) => of(items, 'id'));
  const names = [users, groups, sets, targets].flatMap(({ nodes: items }) => of(items, 'name'));
  const edges: { readonly cursor: string; readonly node: { readonly id: string } }[] = assignments.edges;
  const ids = [...nodes, ...edges.map(({ node }) => node.id), instances[0].id];
  return {
    id: ids,
    // In a filter these are AWS's ids, in nodes(ids:) those of the graph.
    ids: [...principals, ...targetIds, ...of(sets.nodes, 'arn'), ...ids],
    principalId: principals,
    userName: of(users.nodes, 'name'),
    email: of(users.nodes, 'email'),
    groupName: of(groups.nodes, 'name'),
    arn: [...of(sets.nodes, 'arn'), instances[0].arn],
    name: names,
    eq: names,
    in: names,
    contains: ['a', 'e', '-'],
    startsWith: ['a', 'A', 'p'],
    endsWith: ['s', 'n'],
    matches: ['^a', '[a-m]+$', '(?i)admin|power', '\\d{2}', '.*-.*'],
    accountId: of(targets.nodes, 'targetId'),
    accountIds: of(targets.nodes, 'targetId'),
    accountName: of(targets.nodes, 'name'),
    ouId: of(units.nodes, 'targetId'),
    instanceArn: [instances[0].arn],
    after: edges.map(({ cursor }) => cursor),
    states: ['ACTIVE', 'SUSPENDED'],
  };
}

/** A query that has to be answered: what it answers with, the first part of it. */
export async function ask(gate: Gate, query: string): Promise<string> {
  const { status, text } = await sendHttp(gate, {
    method: 'POST',
    path: '/graphql',
    headers: { Authorization: `Bearer ${gate.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  if (status !== 200 || text.startsWith('{"errors"'))
    throw new Error(`The query failed: ${text.slice(0, 1_000)}`);
  return text;
}
