import {
  accountsKey,
  accountsOfKey,
  pairKey,
  permissionSetsKey,
  provisionedKey,
  type Extent,
} from '../../src/mirror/keys.ts';
import { principalKey, principalOf, type AccountFacts } from '../../src/mirror/rows.ts';
import { accountIds, arns } from './small-organization.ts';

/** Who held a pair when something told of it: a read of the pair, or a list that does not have it, or its account. */
interface Sight {
  readonly readAt: number;
  readonly members: ReadonlySet<string>;
  /** Of the pair itself. @default by a list */
  readonly isRead?: boolean;
  /**
   * That an account is on no list says nothing of what was read of it, unless it was on the list before; that a
   * permission set is on none never does.
   */
  readonly isWeak?: boolean;
}

const nobody: ReadonlySet<string> = new Set();

/** What changed between each sight of a pair and the next, from reads in the order in which they began. */
export function assignmentChanges(reads: readonly Extent[]): string[] {
  return accountIds.flatMap((accountId) =>
    arns.flatMap((arn) => {
      const { text } = pairKey(accountId, arn);
      const changes: string[] = [];
      let last: Sight | undefined;
      for (const sight of sightsOf(reads, accountId, arn)) {
        if (sight.isWeak && last?.isRead) continue;
        for (const id of (last?.members ?? nobody).difference(sight.members))
          changes.push(`${text} ${id} removed ${last?.readAt}..${sight.readAt}`);
        for (const id of last ? sight.members.difference(last.members) : [])
          changes.push(`${text} ${id} added ${last?.readAt}..${sight.readAt}`);
        last = sight;
      }
      return changes;
    }),
  );
}

function sightsOf(reads: readonly Extent[], accountId: string, arn: string): Sight[] {
  let wasListed = false;
  return reads.flatMap(({ key, readAt, facts }): Sight[] => {
    // The casts: facts of these keys.
    const has = (id: string) => (facts as readonly string[]).includes(id);
    switch (key.text) {
      case pairKey(accountId, arn).text:
        return [
          {
            readAt,
            isRead: true,
            members: new Set((facts as readonly string[]).map((word) => principalKey(principalOf(word)))),
          },
        ];
      case provisionedKey(accountId).text:
        return has(arn) ? [] : [{ readAt, members: nobody }];
      case accountsOfKey(arn).text:
        return has(accountId) ? [] : [{ readAt, members: nobody }];
      case accountsKey.text: {
        const isWeak = !wasListed;
        wasListed = (facts as readonly AccountFacts[]).some((fact) => fact.accountId === accountId);
        return wasListed ? [] : [{ readAt, members: nobody, isWeak }];
      }
      case permissionSetsKey.text:
        return has(arn) ? [] : [{ readAt, members: nobody, isWeak: true }];
      default:
        return [];
    }
  });
}
