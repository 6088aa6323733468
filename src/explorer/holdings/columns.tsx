import {
  GroupLink,
  Mark,
  Named,
  nameOfPrincipal,
  PersonLink,
  PrincipalLink,
  SetLink,
} from '../parts/links.tsx';
import { Since } from '../parts/since.tsx';
import type { Column, TableProps } from '../parts/table.tsx';
import { AccountLine } from '../parts/account-line.tsx';
import { ouPathText } from '../parts/ou-path.tsx';
import type { Assigned, Holding, Way } from './holding.ts';

export const setColumn: Column<Holding> = {
  name: 'Permission set',
  key: ({ what }) => what,
  cell: ({ setArn, what }) =>
    setArn === undefined ? `${what} (IAM role)` : <SetLink arn={setArn}>{what}</SetLink>,
};

export const sinceColumn: Column<Holding> = {
  name: 'Since',
  key: ({ held }) => held?.firstSeen ?? '',
  cell: ({ held }) => <Since held={held} />,
  isExtra: true,
};

export const principalColumn: Column<Assigned> = {
  name: 'Assigned to',
  key: ({ principal }) => nameOfPrincipal(principal) ?? principal.principalId,
  cell: ({ principal }) => (
    <Named>
      <PrincipalLink principal={principal} />
      {principal.principalType === 'GROUP' && <Mark kind="plain">group</Mark>}
    </Named>
  ),
};

export const personColumn: Column<Way> = {
  name: 'Person',
  key: ({ user }) => user.name,
  cell: ({ user }) => (
    <Named>
      <PersonLink id={user.id}>{user.name}</PersonLink>
      {user.isDeleted && <Mark kind="alarm">deleted</Mark>}
      {user.isDisabled && <Mark kind="alarm">disabled</Mark>}
    </Named>
  ),
};

export const howColumn: Column<Way> = {
  name: 'How',
  key: ({ group }) => group?.name ?? '',
  cell: ({ group }) =>
    group ? (
      <>
        through <GroupLink id={group.id}>{group.name}</GroupLink>
      </>
    ) : (
      'directly'
    ),
};

/** Rows below the account that they are about. */
export const byAccount: NonNullable<TableProps<Holding>['group']> = {
  of: ({ accountId }) => accountId,
  line: ([holding]) => holding && <AccountLine {...holding} />,
};

/** What a filter looks for words in. */
export function textsOf(holding: Holding): string[] {
  return [holding.account ?? '', holding.accountId, holding.what, ouPathText(holding.ou)];
}

export function textsOfAssigned(assigned: Assigned): string[] {
  const { displayName, name, principalId } = assigned.principal;
  return [...textsOf(assigned), displayName ?? '', name ?? '', principalId];
}

export function textsOfWay(way: Way): string[] {
  return [...textsOf(way), way.user.name, way.group?.name ?? ''];
}
