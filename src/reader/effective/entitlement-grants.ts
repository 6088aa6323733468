import { AwsError } from '../../errors.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import type { EntitlementPlace } from '../execute/entitlement-scan.ts';
import { openEntitlements, type OpenEntitlements, type Within } from '../execute/entitlement-way.ts';
import { throughMemberships } from '../execute/principal-lookup.ts';
import { applications, knownApplications } from '../extents/entitlements.ts';
import type { Question } from '../query/question.ts';
import type { Grants, GrantScan } from './grants.ts';
import { compareGrants, isEntitlement, type GrantKey } from './rows.ts';

/** Entitlements of everybody, or of one person and their groups. Where they cannot be had, what is missing is told. */
export function* openEntitlementGrants(question: Question, within: Within = {}): Coroutine<Grants> {
  const { facts, driver, inheritedBy } = question;
  const list = yield* wait(driver.ensure(applications(facts.source)));
  if (knownApplications(facts.source).size === 0) return none(list);
  try {
    const asked = inheritedBy === undefined ? question : yield* throughMemberships(question, inheritedBy);
    return grantsOf(yield* openEntitlements(asked, within));
  } catch (error) {
    // What tells where entitlements may be is not needed by everything that tells assignments: these are told.
    if (!(error instanceof AwsError)) throw error;
    const { operation, code, message } = error;
    const about = inheritedBy === undefined ? {} : { principalId: inheritedBy };
    return none({ readAt: undefined, failure: { operation, code, message, ...about } });
  }
}

function grantsOf(entitlements: OpenEntitlements): Grants {
  return {
    outcomes: entitlements.outcomes,
    isFree: () => entitlements.isRead(),
    *after(place, wanted, upTo) {
      const isWithin = (accountId: string) => upTo === undefined || compareGrants({ accountId }, upTo) <= 0;
      const found = yield* entitlements.scan(place && partsOf(place), wanted, isWithin);
      const isCut = found.rows.length >= wanted;
      return {
        rows: found.rows,
        frontier: isCut ? found.rows.at(-1) : found.frontier && placeOf(found.frontier),
        hasEnded: found.hasEnded && !isCut,
        segments: [
          ...found.outcomes.map((outcome) => ({ at: place ?? { accountId: '' }, outcome })),
          ...found.segments.map((one) => ({
            at: { accountId: one.accountId, roleArn: '' },
            outcome: one.outcome,
          })),
        ],
      };
    },
  };
}

const nothingElse: GrantScan = { rows: [], frontier: undefined, hasEnded: true, segments: [] };

function none(outcome: Outcome): Grants {
  return {
    outcomes: [outcome],
    isFree: () => true,
    // oxlint-disable-next-line require-yield -- a coroutine that needs nothing
    *after() {
      return nothingElse;
    },
  };
}

/** Behind the assignments of its account, where the place is among these. */
function partsOf(place: GrantKey): EntitlementPlace {
  if (!isEntitlement(place)) return [place.accountId, ''];
  return [place.accountId, place.roleArn, place.entitlementId].filter((part) => part !== undefined);
}

function placeOf([accountId = '', roleArn, entitlementId]: EntitlementPlace): GrantKey {
  return { accountId, roleArn, ...(entitlementId !== undefined && { entitlementId }) };
}
