import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDeepStrictEqual } from 'node:util';
import { pairKey, parseKey, type Extent, type ExtentKey, type Kind } from '../../src/mirror/keys.ts';
import { Mirror } from '../../src/mirror/mirror.ts';
import { principalKey, principalWord, type PrincipalFacts } from '../../src/mirror/rows.ts';
import { isHistory } from '../../src/mirror/state/changes.ts';
import type { Change } from '../../src/reader/history/change.ts';
import { openMirror } from '../../src/reader/keeping/open-mirror.ts';
import { doubtedIn } from '../../src/reader/past/as-it-was.ts';
import { ChangesByExtent, LaterChanges } from '../../src/reader/past/later-changes.ts';
import type { PastMirror } from '../../src/reader/past/past-mirror.ts';
import { Pasts } from '../../src/reader/past/pasts.ts';
import { Journal } from '../../src/store/journal.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { comingHome, someReads } from '../mirror/small-organization.ts';
import { allKeys, clockStart, factsOf as answerOf, record, steps, type Step } from './recorded-truth.ts';

const scope = { endpoint: 'https://sso.example.com', instanceArn: 'arn:aws:sso:::instance/ssoins-1' };

/** A gateway's mirror and history, with a store that outlives it, by a clock that the test turns. */
async function openHistory() {
  let now = 0;
  await using stack = new AsyncDisposableStack();
  const store = stack.use(new MemoryStore());
  let journal: Journal | undefined;
  const opening: OpenStore = {
    isShared: false,
    async journal(of, mirror) {
      journal = new Journal(await store.log(of), { ...mirror, onState: () => {} });
      await journal.load();
      return journal;
    },
    state: () => ({ isUsable: true, pending: 0, lostChanges: 0 }),
    [Symbol.asyncDispose]: async () => journal?.[Symbol.asyncDispose](),
  };
  const start = async () => {
    const opened = await openMirror(opening, scope, () => now);
    const pasts = new Pasts<PastMirror>(opened.mirror, opened.log, (past) => past);
    opened.watch(pasts);
    return { opened, pasts };
  };
  let process = await start();
  const rest = stack.move();
  return {
    keep: (key: ExtentKey, readAt: number, facts: Extent['facts']) => process.opened.keep(key, readAt, facts),
    /** Undefined where nothing can be told. */
    asOf: (moment: number) => process.pasts.of(moment).catch(() => undefined),
    turnTo(moment: number) {
      now = moment;
      process.opened.heedClock();
    },
    readAt: (key: ExtentKey) => process.opened.mirror.get(key)?.readAt,
    async startAgain(moment: number) {
      await opening[Symbol.asyncDispose]();
      now = moment;
      process = await start();
    },
    async changes() {
      await process.opened.history.catchUp();
      return process.opened.history.before(end, 1_000).toReversed();
    },
    async [Symbol.asyncDispose]() {
      await opening[Symbol.asyncDispose]();
      await rest[Symbol.asyncDispose]();
    },
  };
}

const isKept = (key: ExtentKey) => isHistory(key) || key.kind === 'pair' || key.kind === 'principal';

/** Each fact of an extent as a text. */
function factsOf(mirror: Mirror, key: ExtentKey): Set<string> {
  return asTexts(mirror.get(key)?.facts ?? []);
}

function asTexts(facts: unknown): Set<string> {
  return new Set((Array.isArray(facts) ? facts : [facts]).map((fact) => JSON.stringify(fact)));
}

/** Of an extent of which something is claimed: what differs from what the last reads by then told. */
function differences(past: PastMirror, then: Mirror, key: ExtentKey, doubted: ReadonlySet<string>): string[] {
  const isDoubted = (text: string) =>
    key.kind === 'principals' && doubted.has(principalKey(JSON.parse(text) as PrincipalFacts));
  const all = factsOf(past.mirror, key).symmetricDifference(factsOf(then, key));
  return [...all].filter((text) => !isDoubted(text)).map((text) => `${key.text}: ${text}`);
}

/** Kinds of extents that lists decide about. */
const goWithLists = new Set<Kind>(['accountsOfSet', 'entitlements', 'pair', 'provisionedToAccount']);

interface Reading {
  readonly order: readonly Extent[];
  readonly moment: number;
  readonly asked: number;
}

/** Of no case that the property tries. */
async function expectNone<T>(property: fc.IAsyncProperty<T>, numRuns: number): Promise<void> {
  await expect(fc.assert(property, { numRuns })).resolves.toBeUndefined();
}

const reading: fc.Arbitrary<Reading> = someReads.chain((reads) =>
  fc.record({
    order: fc.oneof(fc.constant(reads), comingHome(reads)),
    moment: fc.integer({ min: 9, max: 10 + reads.length }),
    // Somebody asks before so many have come home: what comes later is heeded.
    asked: fc.nat({ max: reads.length }),
  }),
);

test('claims of a moment are what the last reads by then told, and what they told is claimed or in doubt', async () => {
  const wrong = async ({ order, moment, asked }: Reading): Promise<string[]> => {
    await using history = await openHistory();
    const [all, then] = [new Mirror(), new Mirror()];
    const changed = new ChangesByExtent();
    const later = new LaterChanges(changed, moment);
    let isInOrder = true;
    for (const [n, read] of order.entries()) {
      if (n === asked) await history.asOf(moment);
      history.keep(read.key, read.readAt, read.facts);
      const { kept, changes } = all.apply(read);
      for (const { id: fact, before, ...change } of changes)
        changed.add({ ...change, fact, before: JSON.stringify(before), after: undefined });
      isInOrder &&= order.slice(0, n).every(({ readAt }) => readAt <= read.readAt);
      const isRecorded = kept.some(({ key }) => key.text === read.key.text);
      if (isRecorded && read.readAt <= moment) then.apply(read);
    }
    const past = await history.asOf(moment);
    const keys = new Map(order.map(({ key }) => [key.text, key])).values().filter(isKept);
    // A list that comes home late may contradict what was told between.
    const judged = keys.filter(({ kind }) => isInOrder || !goWithLists.has(kind));
    return judged.toArray().flatMap((key) => {
      const { readAt, doubt } = past?.bring(key) ?? { readAt: undefined };
      // What came home late, and told nothing any more, was never known.
      if (readAt === undefined && isInOrder && then.get(key)) return [`${key.text} was known`];
      if (!past || readAt === undefined || doubt) return [];
      return differences(past, then, key, doubtedIn(later.of(key.text), moment));
    });
  };
  await expectNone(
    fc.asyncProperty(reading, async (one) => {
      expect(await wrong(one)).toEqual([]);
    }),
    2_000,
  );
});

const end = { readAt: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };

/** What a gateway knows and what it read, after some steps. `moment`: what those ask about who ask in between. */
async function recorded(some: readonly Step[], moment: number) {
  const history = await openHistory();
  const told = await record(some, { ...history, ask: () => history.asOf(moment) });
  return { ...told, history };
}

/** What is claimed of each extent that is claimed as of a moment. */
function claims(past: PastMirror): Map<string, Set<string>> {
  const isClaimed = (key: ExtentKey) => {
    const { readAt, doubt } = past.bring(key);
    return readAt !== undefined && !doubt;
  };
  return new Map(allKeys.filter(isClaimed).map((key) => [key.text, factsOf(past.mirror, key)]));
}

const rowsOf = (mirror: Mirror, accountId: string) =>
  mirror.assignments.between({ accountId: `${accountId.slice(0, -1)}` }, { accountId }, {}, 1_000);

test('claims of a moment are what the last reads by then told, by clocks that are set back, too', async () => {
  const wrong = async (some: readonly Step[], after: number): Promise<unknown[]> => {
    const moment = clockStart + after;
    const { reads, truths, now, history } = await recorded(some, moment);
    await using _ = history;
    const past = moment > now ? undefined : await history.asOf(moment);
    if (!past) return [];
    const [then, known] = [new Mirror(), new Mirror()];
    let readAt = 0;
    let place = 0;
    for (const read of reads) {
      // Of what a clock had dated that was set back no more is known than that it came after all before.
      readAt = Math.max(readAt, read.datedAt ?? 0);
      const seenBy = read.datedAt === undefined ? read.seenBy : readAt;
      if (seenBy > moment) continue;
      then.apply({ ...read, readAt: read.place });
      if (read.datedAt !== undefined) known.apply({ ...read, readAt: read.place });
      place = read.place;
    }
    const claimed = claims(past);
    const differing = [...claimed].filter(([text, facts]) => {
      const key = parseKey(text);
      // What was forgotten counts as never read, and may have been found out again from lists.
      const isSo = asTexts(answerOf(key, truths[place] ?? new Set()));
      const told = [factsOf(then, key), factsOf(known, key), isSo];
      return !told.some((one) => isDeepStrictEqual(one, facts));
    });
    // Where everything is claimed, so are the rows that an answer has.
    const isEverything = claimed.size === allKeys.length;
    const rows = isEverything ? then.accounts.list().map(({ accountId }) => accountId) : [];
    return [
      ...differing,
      ...rows.filter((id) => !isDeepStrictEqual(rowsOf(past.mirror, id), rowsOf(then, id))),
    ];
  };
  const moments = fc.oneof(fc.nat({ max: 90 }), fc.nat({ max: 500 }));
  const property = fc.asyncProperty(steps, moments, async (some, after) => {
    expect(await wrong(some, after)).toEqual([]);
  });
  await expectNone(property, 3_000);
});

/** An assignment as `record` knows it; undefined of other changes. */
function thingOf({ subject }: Change): string | undefined {
  if (subject.about === 'membership') return `member ${subject.userId}`;
  if (subject.about !== 'assignment') return undefined;
  return `${subject.row.accountId} ${subject.row.permissionSetArn} ${principalWord(subject.row)}`;
}

/** Where no read before it has its date. */
const noRead = 0;

test('a change lies between two reads of which one was before the write and one after it', async () => {
  const property = fc.asyncProperty(steps, async (some) => {
    const { reads, writes, turnings, history } = await recorded(some, clockStart);
    await using _ = history;
    const changes = await history.changes();
    const readBefore = (since: number) =>
      since === noRead ? -1 : reads.find((read) => read.datedAt === since)?.place;
    // What a clock had dated that was set back was seen by then. Later reads may be of the same moment.
    const seenBy = (readAt: number) =>
      [
        reads.find((read) => read.readAt === readAt)?.place,
        turnings.findLast(({ moment }) => moment === readAt)?.place,
      ].reduce((one, other) => Math.max(one ?? -1, other ?? -1));
    const unwritten = changes.filter((change) => {
      const thing = thingOf(change);
      if (thing === undefined) return false;
      // What was assigned in an account goes and comes with it.
      const about = [thing, `account ${thing.split(' ')[0]}`];
      const [from, to] = [readBefore(change.since), seenBy(change.readAt)];
      if (from === undefined || to === undefined) return true;
      return !writes.some((write) => write.place > from && write.place < to && about.includes(write.thing));
    });
    expect(unwritten).toEqual([]);
  });
  await expectNone(property, 1_000);
});

test('assignments of one moment, with the changes up to another, are those of the other', async () => {
  const moments = fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 200 }));
  const property = fc.asyncProperty(steps, moments, async (some, ago) => {
    const { history, now } = await recorded(some, clockStart);
    await using _ = history;
    const changes = await history.changes();
    const [from, to] = ago.map((ms) => now - ms).toSorted((one, other) => one - other) as [number, number];
    const [one, other] = [await history.asOf(from), await history.asOf(to)];
    const [before, after] = [one ? claims(one) : nothing, other ? claims(other) : nothing];
    const folded = new Map(before);
    for (const { kind, readAt, subject } of changes) {
      if (subject.about !== 'assignment' || readAt <= from || readAt > to) continue;
      const { text } = pairKey(subject.row.accountId, subject.row.permissionSetArn);
      const word = JSON.stringify(principalWord(subject.row));
      if (kind === 'ADDED') folded.get(text)?.add(word);
      else folded.get(text)?.delete(word);
    }
    const isClaimed = (text: string) => text.startsWith('pair/') && before.has(text) && after.has(text);
    const pairs = [...before.keys()].filter(isClaimed);
    expect(pairs.map((text) => [text, folded.get(text)])).toEqual(
      pairs.map((text) => [text, after.get(text)]),
    );
  });
  await expectNone(property, 1_000);
});

const nothing: ReadonlyMap<string, Set<string>> = new Map();
