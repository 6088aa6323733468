import type { Outcome } from '../../reading/completeness.ts';
import type { Judged, Listing } from '../../reading/listing.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';

/** A further condition of a list, for which more has to be known than the list tells. */
export interface Condition<Row> {
  /** Any JSON that tells this condition from others. */
  readonly name: unknown;
  /** Makes known what it needs for any row. */
  ready(freshness: Freshness, scope: ReadScope): Promise<readonly Outcome[]>;
  /** Whether it holds for each of some rows, which all are in the list without it. */
  judge(rows: readonly Row[], freshness: Freshness, scope: ReadScope): Promise<readonly Judged[]>;
}

/** Those rows of a list for which a condition holds, too. */
export function narrowed<Row>(listing: Listing<Row>, condition: Condition<Row>): Listing<Row> {
  return {
    ...listing,
    name: [listing.name, condition.name],
    ready: async (freshness, scope) => [
      ...(await listing.ready(freshness, scope)),
      ...(await condition.ready(freshness, scope)),
    ],
    judge: async (rows, freshness, scope) => {
      const own = (await listing.judge?.(rows, freshness, scope)) ?? rows.map(() => ({ verdict: true }));
      const left = rows.filter((_, n) => own[n]?.verdict === true);
      const judged = await condition.judge(left, freshness, scope);
      const further = new Map(left.map((row, n) => [row, judged[n]]));
      return rows.map((row, n) => both(own[n], further.get(row)));
    },
  };
}

/** Both rest on something; a row is told of once, and what failed goes before what was read. */
function both(own: Judged = { verdict: undefined }, further: Judged | undefined): Judged {
  if (!further) return own;
  const outcomes = [own.outcome, further.outcome].filter((one) => one !== undefined);
  const outcome = outcomes.find(({ failure }) => failure) ?? oldest(outcomes);
  return { verdict: further.verdict, ...(outcome && { outcome }) };
}

function oldest(outcomes: readonly Outcome[]): Outcome | undefined {
  const age = ({ readAt = Number.POSITIVE_INFINITY }: Outcome) => readAt;
  return outcomes.toSorted((one, other) => age(one) - age(other))[0];
}
