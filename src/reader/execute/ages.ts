import type { AssignmentBounds } from '../../mirror/queries/assignments.ts';
import type { AssignmentKey } from '../../mirror/rows.ts';
import type { ReachedAccount } from './reach.ts';
import type { ReadyPlan } from './ready-plan.ts';
import type { SegmentOutcome } from './segment.ts';

type PairScan = NonNullable<ReadyPlan['pairScan']>;

/** Of everything in reach, with this version of the mirror, by the accounts of a plan: one that is remembered has the same. */
const ofAll = new WeakMap<
  readonly ReachedAccount[],
  { readonly version: number; readonly ages: readonly SegmentOutcome[] }
>();

/** How old what the segment rests on is: its pairs, and the lists that told them. What is older is out of reach. */
export function agesOf(
  pairScan: PairScan,
  bounds: AssignmentBounds,
  after: AssignmentKey | undefined,
  upTo: AssignmentKey | undefined,
): readonly SegmentOutcome[] {
  if (after || upTo) return agesWithin(pairScan, bounds, after, upTo);
  const { question, accounts } = pairScan;
  const { version } = question.facts.mirror;
  const known = ofAll.get(accounts);
  if (known?.version === version) return known.ages;
  const ages = agesWithin(pairScan, bounds, after, upTo);
  ofAll.set(accounts, { version, ages });
  return ages;
}

function agesWithin(
  { question, accounts }: PairScan,
  bounds: AssignmentBounds,
  after: AssignmentKey | undefined,
  upTo: AssignmentKey | undefined,
): SegmentOutcome[] {
  const { coverage, pairs } = question.facts.mirror;
  const at = after ?? { accountId: '' };
  const ids: string[] = [];
  for (const { accountId } of accounts) {
    // They are in order.
    if (upTo && accountId > upTo.accountId) break;
    if (accountId >= at.accountId) ids.push(accountId);
  }
  if (ids.length === 0) return [];
  const { assignments: notBefore } = question.freshness;
  const readAt = pairs.oldest(
    notBefore,
    { accountIds: bounds.accountIds && ids, permissionSetArns: bounds.permissionSetArns },
    after,
    upTo,
  );
  const lists = coverage.oldestList(ids, notBefore);
  return [readAt, lists].flatMap((age) => (age === undefined ? [] : [{ at, outcome: { readAt: age } }]));
}
