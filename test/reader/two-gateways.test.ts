import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairKey, provisionedKey } from '../../src/mirror/keys.ts';
import { principalWord } from '../../src/mirror/rows.ts';
import type { Change } from '../../src/reader/history/change.ts';
import { openMirror } from '../../src/reader/keeping/open-mirror.ts';
import { journalsOf } from '../../src/store/open-store.ts';
import { settings } from '../properties.ts';
import { MemoryStore } from '../store/memory-store.ts';

const accountId = '111122223333';
const arn = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const scope = { endpoint: 'e', instanceArn: 'i' };
const users = ['u-1', 'u-2'] as const;
const end = { readAt: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };

type Step =
  | { readonly is: 'write'; readonly user: (typeof users)[number] }
  | { readonly is: 'list' | 'pair' | 'keep'; readonly by: 0 | 1 };

const by = fc.constantFrom<0 | 1>(0, 1);
const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ is: fc.constant('write'), user: fc.constantFrom(...users) }),
    fc.record({ is: fc.constantFrom('list', 'pair', 'keep'), by }),
  ),
  { maxLength: 40 },
);

function openOn(store: MemoryStore, now: () => number) {
  const journals = journalsOf(store, 'memory', () => {});
  return openMirror(journals, scope, now);
}

/** Two gateways on one store that is empty: what they read of one pair, and when each keeps it. */
async function run(all: readonly Step[]) {
  const store = new MemoryStore();
  let now = 1_000;
  const open = () => openOn(store, () => now);
  const gateways = await Promise.all([open(), open()]);
  const waits = [new Set<string>(), new Set<string>()];
  const held = new Set<string>();
  /** What the first read of the pair told, whoever made it: what was before is nobody's knowledge. */
  let first: { readonly at: number; readonly held: ReadonlySet<string> } | undefined;
  const perform = async (step: Step) => {
    now++;
    if (step.is === 'write') {
      if (!held.delete(step.user)) held.add(step.user);
      return;
    }
    const gateway = gateways[step.by]!;
    const principals = [...held].map((principalId) => principalWord({ principalType: 'USER', principalId }));
    // What was read is kept within 20 ms, and what others kept is seen with it: neither looks twice at a pair before.
    const isDue = step.is === 'list' ? waits[step.by]!.size > 0 : waits[step.by]!.has('pair');
    const due = isDue ? [step.by, 1 - step.by, step.by] : step.is === 'keep' ? [step.by] : [];
    for (const one of due) {
      await gateways[one]!.history.catchUp();
      waits[one]!.clear();
    }
    if (step.is === 'keep') return;
    waits[step.by]!.add(step.is);
    if (step.is === 'list') gateway.keep(provisionedKey(accountId), now, held.size > 0 ? [arn] : []);
    else gateway.keep(pairKey(accountId, arn), now, principals);
    if (step.is === 'pair') first ??= { at: now, held: new Set(held) };
  };
  for (const step of all) await perform(step);
  for (const is of ['keep', 'list', 'pair', 'keep'] as const)
    for (const one of [0, 1] as const) await perform({ is, by: one });
  const { history } = await open();
  await history.catchUp();
  const told = history.before(end, 1_000).toReversed();
  return { held, first, told };
}

test('two gateways on one store lose no change and tell each once, whichever reads and keeps first, also on an empty one', async () => {
  const property = fc.asyncProperty(steps, async (all) => {
    const { held, first, told } = await run(all);
    for (const user of users) {
      const wasHeld = first?.held.has(user) === true;
      const at = first?.at ?? 0;
      // One that began to be looked for before may have happened before: the first read says whether it had.
      const isLater = ({ kind, since, readAt }: Change) =>
        since >= at || (readAt > at && (kind === 'ADDED') !== wasHeld);
      const kinds = told
        .filter(({ subject }) => subject.about === 'assignment' && subject.row.principalId === user)
        .filter(isLater)
        .map(({ kind }) => kind);
      expect(kinds).toEqual(kinds.map((_, n) => ((n % 2 === 0) === wasHeld ? 'REMOVED' : 'ADDED')));
      // What they make of what was seen first is what there is.
      expect((kinds.length % 2 === 0) === wasHeld).toBe(held.has(user));
    }
  });
  await fc.assert(property, settings(500));
});

test('an extent that one gateway has read again after the clock was set back is not lost when the other one heeds the clock', async () => {
  const store = new MemoryStore();
  let now = 1_000;
  const open = () => openOn(store, () => now);
  const [one, other] = await Promise.all([open(), open()]);
  const key = pairKey(accountId, arn);
  const read = () => one.keep(key, now, [principalWord({ principalType: 'USER', principalId: 'u-1' })]);
  now = 9_000;
  read();
  await one.history.catchUp();
  await other.history.catchUp();
  expect(other.mirror.pairs.readAt(accountId, arn)).toBe(9_000);
  now = 2_000;
  one.heedClock();
  read();
  await one.history.catchUp();
  other.heedClock();
  await other.history.catchUp();
  const { mirror } = await open();
  expect(mirror.pairs.readAt(accountId, arn)).toBe(2_000);
});
