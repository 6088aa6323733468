import fc from 'fast-check';
import {
  accountsKey,
  accountsOfKey,
  membershipsKey,
  pairKey,
  permissionSetsKey,
  provisionedKey,
  type Extent,
  type ExtentKey,
} from '../../src/mirror/keys.ts';
import { principalWord, type PrincipalId } from '../../src/mirror/rows.ts';
import { account } from '../mirror/small-organization.ts';

const accountIds = ['111111111111', '222222222222'];
const arns = ['a', 'b'].map((letter) => `arn:aws:sso:::permissionSet/ssoins-1/ps-${letter}`);
const holders: readonly PrincipalId[] = [
  { principalType: 'GROUP', principalId: 'g' },
  { principalType: 'USER', principalId: 'u' },
];
const group = { principalType: 'GROUP', principalId: 'g' } as const;

/** `account …`, `member …` or `<account> <permission set> <word of a principal>`: what is, or is not. */
export type Thing = string;

/** The organization, a gateway's clock, and what that gateway reads of the one by the other. */
export type Step =
  | { readonly do: 'write'; readonly thing: Thing }
  | { readonly do: 'read'; readonly key: ExtentKey }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'turn back'; readonly ms: number }
  | { readonly do: 'ask' }
  /** `ms`: the clock is turned back while nobody runs. */
  | { readonly do: 'start again'; readonly ms: number };

const rows = accountIds.flatMap((id) =>
  arns.flatMap((arn) => holders.map((holder) => `${id} ${arn} ${principalWord(holder)}`)),
);
const things: readonly Thing[] = [
  ...accountIds.map((id) => `account ${id}`),
  ...rows,
  'member u',
  'member v',
];
const pairs = accountIds.flatMap((id) => arns.map((arn) => pairKey(id, arn)));
const keys: readonly ExtentKey[] = [
  accountsKey,
  permissionSetsKey,
  ...accountIds.map(provisionedKey),
  ...arns.map(accountsOfKey),
  membershipsKey(group),
];

/** Mostly a few reads. */
const some = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: 50, max: 300 }) },
);

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...things).map((thing): Step => ({ do: 'write', thing })) },
    { weight: 4, arbitrary: fc.constantFrom(...keys).map((key): Step => ({ do: 'read', key })) },
    { weight: 6, arbitrary: fc.constantFrom(...pairs).map((key): Step => ({ do: 'read', key })) },
    { weight: 2, arbitrary: some.map((ms): Step => ({ do: 'pass', ms })) },
    { weight: 1, arbitrary: some.map((ms): Step => ({ do: 'turn back', ms })) },
    { weight: 3, arbitrary: fc.constant<Step>({ do: 'ask' }) },
    {
      weight: 1,
      arbitrary: fc.oneof(fc.constant(0), some).map((ms): Step => ({ do: 'start again', ms })),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

/** What AWS would answer: it lags nothing. */
export function factsOf({ kind, parts }: ExtentKey, truth: ReadonlySet<Thing>): Extent['facts'] {
  const [first = '', second = ''] = parts;
  const held = (prefix: string) => [...truth].filter((thing) => thing.startsWith(prefix));
  const there = accountIds.filter((id) => truth.has(`account ${id}`));
  if (kind === 'accounts') return there.map((id) => account(id));
  if (kind === 'permissionSets') return arns;
  if (kind === 'accountsOfSet') return there.filter((id) => held(`${id} ${first} `).length > 0);
  if (kind === 'list') return held('member ').map((thing) => ({ key: thing.slice('member '.length) }));
  if (!there.includes(first)) return [];
  return kind === 'pair'
    ? held(`${first} ${second} `).map((thing) => thing.split(' ')[2] ?? '')
    : arns.filter((arn) => held(`${first} ${arn} `).length > 0);
}

interface Write {
  readonly thing: Thing;
  /** Its place among all steps. */
  readonly place: number;
}

interface Read extends Extent {
  readonly place: number;
  /** Undefined once its clock was set back behind it, where nothing tells of it any more. */
  datedAt: number | undefined;
  /** By when it had been read, whatever a clock had told that was set back since. */
  seenBy: number;
}

/** Nothing is read between the two. */
interface TurningBack {
  readonly moment: number;
  readonly place: number;
}

/** What keeps what is read. */
export interface Keeper {
  keep(key: ExtentKey, readAt: number, facts: Extent['facts']): void;
  turnTo(moment: number): void;
  /** When an extent was read, by what is known now. */
  readAt(key: ExtentKey): number | undefined;
  /** Somebody asks about the past. */
  ask(): Promise<unknown>;
  /** The process ends, and another one goes on, by a clock that may be turned back meanwhile. */
  startAgain(moment: number): Promise<void>;
}

/** When its clock begins. */
export const clockStart = 1_000;

/** Reads by a clock that gives no moment twice. */
export async function record(steps: readonly Step[], keeper: Keeper) {
  const truth = new Set<Thing>([
    ...accountIds.map((id) => `account ${id}`),
    ...rows.filter((_, n) => n % 3 === 0),
  ]);
  const writes: Write[] = [];
  const reads: Read[] = [];
  /** What was so after each step. */
  const truths: ReadonlySet<Thing>[] = [];
  const turnings: TurningBack[] = [];
  const used = new Set<number>();
  const step = () => {
    do now++;
    while (used.has(now));
    used.add(now);
    return now;
  };
  let now = clockStart;
  const turnBack = async (place: number, ms: number, turn: () => unknown) => {
    now -= ms;
    await turn();
    turnings.push({ moment: now, place });
    const latest = new Map(reads.map((read) => [read.key.text, read]));
    for (const read of reads) {
      read.seenBy = Math.min(read.seenBy, now);
      if (read.datedAt === undefined || read.datedAt <= now) continue;
      read.datedAt = latest.get(read.key.text) === read ? keeper.readAt(read.key) : undefined;
    }
  };
  for (const [place, one] of steps.entries()) {
    if (place > 0) truths.push(new Set(truth));
    switch (one.do) {
      case 'write':
        if (!truth.delete(one.thing)) truth.add(one.thing);
        writes.push({ thing: one.thing, place });
        break;
      case 'read': {
        const read = { key: one.key, readAt: step(), facts: factsOf(one.key, truth) };
        keeper.turnTo(now);
        keeper.keep(read.key, read.readAt, read.facts);
        reads.push({ ...read, place, datedAt: read.readAt, seenBy: read.readAt });
        break;
      }
      case 'pass':
        now += one.ms;
        break;
      case 'turn back':
        await turnBack(place, one.ms, () => keeper.turnTo(now));
        break;
      case 'ask':
        await keeper.ask();
        break;
      case 'start again': {
        // What is kept tells the next one that the clock was turned back.
        const isKept = allKeys.some((key) => (keeper.readAt(key) ?? 0) > now - one.ms);
        await turnBack(place, isKept ? one.ms : 0, () => keeper.startAgain(now));
        break;
      }
      default:
        one satisfies never;
    }
  }
  keeper.turnTo(step());
  truths.push(new Set(truth));
  return { reads, truths, writes, turnings, now };
}

export const allKeys = [...keys, ...pairs];
