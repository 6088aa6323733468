import { principalKey, type PrincipalId } from '../../../mirror/rows.ts';
import type { Change, Subject } from '../../../reader/history/change.ts';
import type { InstanceReader } from '../../../reader/instance-reader.ts';
import type { Evidence } from '../../../reading/completeness.ts';
import type { Page } from '../../../reading/listing.ts';
import type { ReadScope } from '../../../reading/scope.ts';
import type { ChangeFacts, Named } from './change-columns.ts';

/** What a change names, each with what it was called when the change was seen. */
interface Mentioned {
  readonly principal?: PrincipalId & Pick<Named, 'name'>;
  readonly group?: Named;
  readonly permissionSet?: Named;
  readonly account?: Named;
}

/** `lastNameOf`: what was called how that a change names without its name. */
function mentionedIn(
  subject: Subject,
  lastNameOf: (named: PrincipalId | string) => string | null,
): Mentioned {
  switch (subject.about) {
    case 'assignment': {
      const { row, names } = subject;
      return {
        principal: { ...row, name: names.principal },
        permissionSet: { id: row.permissionSetArn, name: names.permissionSet },
        account: { id: row.accountId, name: names.account },
      };
    }
    case 'entitlement':
      return {
        principal: { ...subject.row, name: lastNameOf(subject.row) },
        account: { id: subject.row.accountId },
      };
    case 'membership': {
      const user = { principalType: 'USER', principalId: subject.userId } as const;
      const group = { id: subject.groupId };
      return {
        principal: { ...user, name: lastNameOf(user) },
        group: { ...group, name: lastNameOf(groupOf(group)) },
      };
    }
    case 'principal':
      return { principal: { ...subject.principal, name: subject.name } };
    case 'permissionSet':
      return { permissionSet: { id: subject.arn, name: subject.name ?? lastNameOf(subject.arn) } };
    case 'account':
      return { account: { id: subject.accountId, name: subject.name } };
    default:
      return subject satisfies never;
  }
}

/**
 * The changes of a page with the names of everything that they are about, looked up together; of what is gone, its last
 * known one. What fails goes to the evidence.
 */
export async function changeFactsOf(
  { rows, freshness: { names: notBefore } }: Pick<Page<Change>, 'freshness' | 'rows'>,
  withNames: boolean,
  reader: InstanceReader,
  evidence: Evidence,
  scope: ReadScope,
): Promise<ChangeFacts[]> {
  const lastNameOf = (named: PrincipalId | string) => reader.lastNameOf(named);
  const all = rows.map((change) => ({ change, ...mentionedIn(change.subject, lastNameOf) }));
  const people = all.flatMap(({ principal, group }): PrincipalId[] => [
    ...(principal ? [principal] : []),
    ...(group ? [groupOf(group)] : []),
  ]);
  const principals = new Map(people.map((id) => [principalKey(id), id]));
  const arns = [...new Set(all.flatMap(({ permissionSet }) => permissionSet?.id ?? []))];
  const accountIds = [...new Set(all.flatMap(({ account }) => account?.id ?? []))];
  const [foundPrincipals, foundSets, foundAccounts] = withNames
    ? await Promise.all([
        reader.principals([...principals.values()], notBefore, scope),
        reader.permissionSets(arns, notBefore, scope),
        reader.accounts(accountIds, notBefore, scope),
      ])
    : [[], [], []];
  evidence.addAll([...foundPrincipals, ...foundSets, ...foundAccounts]);
  const nameOf = new Map(
    [
      ...[...principals.keys()].map((key, n) => [key, foundPrincipals[n]?.facts?.name] as const),
      ...arns.map((arn, n) => [arn, foundSets[n]?.facts?.name] as const),
      ...accountIds.map((id, n) => [id, foundAccounts[n]?.facts?.name] as const),
    ].filter(([, name]) => name),
  );
  const named = (key: string, { id, name }: Named): Named =>
    withNames ? { id, name: nameOf.get(key) ?? name } : { id };
  return all.map(({ change: { kind, since, readAt, subject }, ...mentioned }) => {
    const { principal, group, permissionSet, account } = mentioned;
    return {
      kind,
      lastReadBefore: new Date(since).toISOString(),
      firstReadAfter: new Date(readAt).toISOString(),
      about: aboutOf(subject),
      ...(principal && {
        principal: {
          type: principal.principalType,
          ...named(principalKey(principal), { id: principal.principalId, name: principal.name }),
        },
      }),
      ...(group && { group: named(principalKey(groupOf(group)), group) }),
      ...(permissionSet && { permissionSet: named(permissionSet.id, permissionSet) }),
      ...(account && { account: named(account.id, account) }),
      ...(subject.about === 'entitlement' && { roleArn: subject.row.roleArn }),
      fields: 'fields' in subject ? subject.fields : [],
    };
  });
}

function groupOf({ id }: Named): PrincipalId {
  return { principalType: 'GROUP', principalId: id };
}

function aboutOf(subject: Subject): ChangeFacts['about'] {
  if (subject.about === 'principal') return subject.principal.principalType === 'USER' ? 'user' : 'group';
  return subject.about === 'permissionSet' ? 'permission_set' : subject.about;
}
