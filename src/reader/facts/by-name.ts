import { type AwsError, GatewayError } from '../../errors.ts';
import { principalsKey } from '../../mirror/keys.ts';
import type { PrincipalId, PrincipalType } from '../../mirror/rows.ts';
import * as identities from '../extents/identities.ts';
import type { PrincipalName } from '../extents/identities.ts';
import * as organization from '../extents/organization.ts';
import * as permissionSetExtents from '../extents/permission-sets.ts';
import type { Facts } from './facts.ts';
import { orThrow } from '../reads.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';

/** A user by userName or email, or a group by displayName: the id that the identity store gives, if it has one. */
export async function principalNamed(
  facts: Facts,
  by: PrincipalName,
  freshness: Freshness,
  scope: ReadScope,
): Promise<PrincipalId | undefined> {
  const type = 'groupName' in by ? 'GROUP' : 'USER';
  const [[argument, text] = ['', '']] = Object.entries(by);
  const column = 'email' in by ? 'email' : 'name';
  const { coverage, principals } = facts.mirror;
  const list = principalsKey(type);
  if (coverage.isFresh(list, freshness.names)) {
    const found = listed(facts, type, column, text, `by.${argument}`);
    // A name that is missing from an older list, or from one that is known to lack somebody, may exist all the same.
    const isProof = coverage.isFresh(list, freshness.assignments) && !principals.isListShort(type);
    if (found || isProof) return found;
  }
  const extent = identities.idOf(facts.source, by);
  // Judged like a list: who was created since is found as soon.
  const { readAt, error } = await facts.reads.ensure(extent, freshness.assignments, scope);
  if (readAt !== undefined) {
    const [item] = facts.mirror.lists.of(extent.key);
    return item && { principalType: type, principalId: item.key };
  }
  // Some Regions and emulators do not answer by alternate identifier; the list does.
  const outcome = await facts.reads.ensure(identities.principals(facts.source, type), freshness.names, scope);
  if (outcome.failure) throw error ?? outcome.error;
  return listed(facts, type, column, text, `by.${argument}`);
}

/** AWS finds users without regard to case, and so do we; a group's name has to be equal. */
function listed(facts: Facts, type: PrincipalType, column: 'name' | 'email', text: string, argument: string) {
  const { principals } = facts.mirror;
  const exact = principals.named(type, column, (name) => name === text);
  const folded = text.toLowerCase();
  const found =
    exact.length > 0 || type === 'GROUP'
      ? exact
      : principals.named(type, column, (name) => name.toLowerCase() === folded);
  return onlyOne(found, argument, text, ({ principalId, displayName }) => ({ principalId, displayName }));
}

/** Names of permission sets are unique in an instance: the first found ends the search. */
export async function permissionSetNamed(facts: Facts, name: string, freshness: Freshness, scope: ReadScope) {
  const list = permissionSetExtents.permissionSets(facts.source);
  orThrow(await facts.reads.ensure(list, freshness.assignments, scope));
  const arns = facts.mirror.permissionSets.listAfter('', Number.POSITIVE_INFINITY);
  const known = facts.mirror.permissionSets.byArn(arns);
  const isFresh = (arn: string) => (known.get(arn)?.readAt ?? Number.NEGATIVE_INFINITY) >= freshness.names;
  const match = arns.find((arn) => isFresh(arn) && known.get(arn)?.name === name);
  if (match) return match;
  let failure: AwsError | undefined;
  const stale = arns.filter((arn) => !isFresh(arn));
  for (let start = 0; start < stale.length; start += 4) {
    for (const [arn, found] of await facts.permissionSets(
      stale.slice(start, start + 4),
      freshness.names,
      scope,
    )) {
      if (found.facts?.name === name) return arn;
      failure ??= found.error;
    }
  }
  // A permission set that could not be described may be the one asked for: null would be a guess.
  if (failure) throw failure;
  return undefined;
}

/** `argument` names the name in errors. */
export async function accountNamed(
  facts: Facts,
  name: string,
  argument: string,
  freshness: Freshness,
  scope: ReadScope,
) {
  orThrow(await facts.reads.ensure(organization.accounts(facts.source), freshness.assignments, scope));
  const found = facts.mirror.accounts.list().filter((account) => account.name === name);
  const account = onlyOne(found, argument, name, ({ accountId, email }) => ({ accountId, email }));
  return account?.accountId;
}

function onlyOne<Row>(
  rows: readonly Row[],
  argument: string,
  text: string,
  describe: (row: Row) => object,
): Row | undefined {
  if (rows.length <= 1) return rows[0];
  const candidates = rows.slice(0, 20).map(describe);
  const message = `${argument}: ${rows.length} are called ${JSON.stringify(text)}; ask by id, for one of ${candidates.map((candidate) => Object.values(candidate)[0]).join(', ')}`;
  throw new GatewayError('AMBIGUOUS', message, { argument, candidates });
}
