import { expect, test } from 'vitest';
import { pairKey } from '../../src/mirror/keys.ts';
import { Mirror } from '../../src/mirror/mirror.ts';
import { Moments } from '../../src/mirror/state/moments.ts';
import type { ReadyPlan } from '../../src/reader/execute/ready-plan.ts';
import { ReadyPlans } from '../../src/reader/execute/ready-plans.ts';
import type { Question } from '../../src/reader/query/question.ts';

const second = 1_000;

/** A mirror in which something was read in the 100th second. */
function readMirror(): Mirror {
  const mirror = new Mirror();
  read(mirror, 100 * second);
  return mirror;
}

function read(mirror: Mirror, readAt: number): void {
  mirror.apply({ key: pairKey('111111111111', 'a'), readAt, knownSince: readAt, facts: [] });
}

const asked = (text: string, notBefore: number) =>
  ({ text, freshness: { assignments: notBefore, names: notBefore } }) as unknown as Question;

function planOf(question: Question, accounts = 1): ReadyPlan {
  const reached = Array.from({ length: accounts }, (_, n) => ({ accountId: String(n), facts: undefined }));
  const pairScan = { question, accounts: reached, isCovered: true };
  return { lookup: undefined, pairScan, outcomes: [], isFree: true };
}

function remember(plans: ReadyPlans, mirror: Mirror, question: Question, plan = planOf(question)): void {
  plans.set(question, plan, mirror.version);
}

test('a plan is remembered for the same question until something is read', () => {
  const mirror = readMirror();
  const plans = new ReadyPlans(mirror);
  const question = asked('everything', 50 * second);
  remember(plans, mirror, question);
  const later = asked('everything', 60 * second);
  expect(plans.get(later)?.pairScan?.question.freshness).toBe(later.freshness);
  expect(plans.get(asked('something', 60 * second))).toBeUndefined();
  read(mirror, 200 * second);
  expect(plans.get(later)).toBeUndefined();
});

test('a plan is not taken once a fact is too old that was young enough, nor in the second in which it was read', () => {
  const mirror = readMirror();
  const plans = new ReadyPlans(mirror);
  remember(plans, mirror, asked('everything', 50 * second));
  for (const [notBefore, isTaken] of [
    [99 * second, true],
    [100 * second, false],
    [101 * second, false],
  ] as const)
    expect([notBefore, plans.get(asked('everything', notBefore)) !== undefined]).toEqual([
      notBefore,
      isTaken,
    ]);
});

test('a plan is not remembered that rests on a failure, on reads to come, on a place to go on from, or on a mirror that has changed since', () => {
  const mirror = readMirror();
  const plans = new ReadyPlans(mirror);
  const question = asked('everything', 50 * second);
  const plan = planOf(question);
  const failure = { operation: 'sso-admin:ListPermissionSets', code: 'AWS_THROTTLED', message: 'slow down' };
  remember(plans, mirror, question, { ...plan, outcomes: [{ readAt: 1, failure }] });
  remember(plans, mirror, question, { ...plan, pairScan: { ...plan.pairScan!, isCovered: false } });
  remember(plans, mirror, question, { ...plan, isFree: false });
  remember(plans, mirror, { ...question, after: { accountId: '111111111111' } });
  plans.set(question, plan, mirror.version - 1);
  expect(plans.get(question)).toBeUndefined();
});

test('a plan serves wherever a question goes on, and is remembered of one that begins, about everybody', () => {
  const mirror = readMirror();
  const plans = new ReadyPlans(mirror);
  const question = asked('everything', 50 * second);
  const further = { ...question, after: { accountId: '1' } };
  const ofOne = { ...question, inheritedBy: 'somebody' };
  for (const other of [further, ofOne]) remember(plans, mirror, other);
  expect(plans.get(question)).toBeUndefined();
  remember(plans, mirror, question);
  expect(plans.get(further)?.pairScan?.question.after).toBe(further.after);
  expect(plans.get(ofOne)).toBeUndefined();
});

test('plans with many accounts make room for those that are used later', () => {
  const mirror = readMirror();
  const plans = new ReadyPlans(mirror);
  const questions = Array.from({ length: 6 }, (_, n) => asked(`question ${n}`, 50 * second));
  for (const question of questions) {
    remember(plans, mirror, question, planOf(question, 10_000));
    plans.get(questions[0]!);
  }
  const left = questions.filter((question) => plans.get(question) !== undefined);
  expect(left.map(({ text }) => text)).toEqual(['question 0', 'question 3', 'question 4', 'question 5']);
});

test('two moments are in the same gap where no second in which something was read lies between them', () => {
  const moments = new Moments();
  for (const at of [10, 20, 20, 40]) moments.add(at * second);
  const gaps = [5, 9.999, 10, 10.5, 11, 19, 20, 21, 41].map((at) => moments.gapOf(at * second));
  const [ten, twenty, forty] = [10 * second, 20 * second, 40 * second];
  const expected = [ten, ten, undefined, undefined, twenty, twenty, undefined, forty];
  expect(gaps).toEqual([...expected.map((gap) => gap && gap / second), Number.POSITIVE_INFINITY]);
});
