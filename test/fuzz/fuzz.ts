import type { GraphQLSchema } from 'graphql';
import { ask, type Campaign, realValues, type Report, run } from './campaign.ts';
import { type Gate, openGate } from './gate.ts';

interface Delay {
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface FuzzReport extends Report {
  readonly seconds: number;
  /** Of the gateway's event loop, in milliseconds: while it was fuzzed, and of the costliest query that is allowed. */
  readonly delays: Readonly<Record<'meanwhile' | 'ofWhatIsAllowed', Delay>>;
  /** What is left in memory that was not there before, in megabytes. */
  readonly kept: { readonly heapMb: number; readonly externalMb: number; readonly rssMb: number };
}

/** Opens a gateway, sends it the inputs of a campaign, the first of them to warm it up, and looks at how it fared. */
export async function fuzz(
  schema: GraphQLSchema,
  {
    warmUp,
    maxSeconds,
    ...campaign
  }: Omit<Campaign, 'endsAt'> & { readonly warmUp: number; readonly maxSeconds: number },
): Promise<FuzzReport> {
  await using gate = await openGate();
  const real = await realValues(gate);
  const ofWhatIsAllowed = await delayOfCostliest(gate);
  // GraphiQL's files come into memory with the first visitor, and stay.
  await (await fetch(gate.url, { headers: { Accept: 'text/html' } })).text();
  const startedAt = performance.now();
  const endsAt = startedAt + maxSeconds * 1_000;
  const send = (from: number, count: number) => run(gate, schema, real, { ...campaign, endsAt, from, count });
  const first = await send(campaign.from, warmUp);
  const before = await gate.memory();
  await gate.reset();
  const rest = await send(campaign.from + warmUp, campaign.count - warmUp);
  const seconds = (performance.now() - startedAt) / 1_000;
  const meanwhile = await gate.delay();
  const after = await gate.memory();
  const tally = { ...first.tally };
  for (const [key, count] of Object.entries(rest.tally)) tally[key] = (tally[key] ?? 0) + count;
  return {
    sent: first.sent + rest.sent,
    seconds,
    findings: [...first.findings, ...rest.findings],
    tally,
    delays: { meanwhile, ofWhatIsAllowed },
    kept: {
      heapMb: after.heapMb - before.heapMb,
      externalMb: after.externalMb - before.externalMb,
      rssMb: after.rssMb - before.rssMb,
    },
  };
}

interface Allowed {
  /** How much memory may be kept, by caches that are not full yet. */
  readonly heapMb: number;
  /** Does nothing else run on the machine? Else delays of the event loop are not the gateway's own. */
  readonly isAlone: boolean;
}

/** Everything that should not be. */
export function harmOf(
  { findings, delays, kept }: FuzzReport,
  { heapMb, isAlone }: Allowed,
): readonly string[] {
  const harm = [...findings];
  // One query gives too few samples for a percentile: what it held up is the longest of them.
  const [p99Ms, allowedMs] = [delays.meanwhile.p99Ms, 3 * delays.ofWhatIsAllowed.maxMs];
  if (isAlone && p99Ms > allowedMs)
    harm.push(`The event loop was late by ${p99Ms} ms (p99), and ${allowedMs} is allowed`);
  if (kept.heapMb > heapMb) harm.push(`${kept.heapMb} MB of heap are kept, and ${heapMb} are allowed`);
  return harm;
}

/** Of the queries that cost nearly all that a query may, the one that takes longest in one go: names of a thousand rows. */
const names = Array.from({ length: 96 }, (_, n) => `a${n}: name`).join(' ');
const costliest = `{ assignments(first: 1000) { nodes { principal { ${names} } } } }`;

async function delayOfCostliest(gate: Gate): Promise<Delay> {
  // Until it needs no call any more, and is answered in one go.
  for (let tries = 0; tries < 20; tries += 1)
    if ((await ask(gate, costliest.replace(names, 'name'))).includes('"calls":0,')) break;
  await ask(gate, costliest);
  await gate.reset();
  // By another name, since the gateway may give the same answer again.
  await ask(gate, costliest.replace('assignments', 'again: assignments'));
  return gate.delay();
}
