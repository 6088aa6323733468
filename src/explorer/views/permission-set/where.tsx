import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useInstanceArn } from '../../frame/me.ts';
import type { ResultOf } from '../../graphql/document.ts';
import { usePages } from '../../graphql/pages.ts';
import { AccountLink, Mark } from '../../parts/links.tsx';
import { Listing } from '../../parts/listing.tsx';
import { OuPath, ouPathText } from '../../parts/ou-path.tsx';
import type { Column } from '../../parts/table.tsx';
import { whereQuery } from './questions.ts';

type SetNode = NonNullable<ResultOf<typeof whereQuery>['permissionSet']>;
type AccountNode = NonNullable<SetNode['accounts']>['nodes'][number];

/** The accounts that have a role of the permission set, and those where the role is not as the set is now. */
export function Where({ id, name }: { id: string; name: string }): JSX.Element {
  const instanceArn = useInstanceArn();
  const list = useAccounts(id, instanceArn, null);
  const old = useAccounts(id, instanceArn, 'LATEST_PERMISSION_SET_NOT_PROVISIONED');
  const drifted = useMemo(() => new Set(old.rows.map(({ targetId }) => targetId)), [old.rows]);
  const stateOf = ({ targetId }: AccountNode) =>
    drifted.has(targetId) ? 'Out of date' : old.isComplete === true ? 'As the set is now' : '';
  const columns: readonly Column<AccountNode>[] = [
    {
      name: 'Account',
      key: (account) => account.name ?? account.targetId,
      cell: (account) => <AccountLink id={account.targetId}>{account.name ?? account.targetId}</AccountLink>,
    },
    { name: 'OU', key: ({ parent }) => ouPathText(parent), cell: ({ parent }) => <OuPath ou={parent} /> },
    {
      name: 'State of its role',
      key: stateOf,
      cell: (account) => (
        <>
          {stateOf(account)}
          {drifted.has(account.targetId) && <Mark kind="alarm">drift</Mark>}
        </>
      ),
    },
    {
      name: 'Id',
      key: ({ targetId }) => targetId,
      cell: ({ targetId }) => <code>{targetId}</code>,
      isExtra: true,
    },
  ];
  return (
    <Listing
      what="where it is provisioned"
      units={['account', 'accounts']}
      caption={`Accounts with ${name}`}
      list={list}
      columns={columns}
      textsOf={(account) => [account.name, account.targetId, ouPathText(account.parent), stateOf(account)]}
      nothing={`${name} is provisioned in no account.`}
    />
  );
}

function useAccounts(
  id: string,
  instanceArn: string | null,
  status: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' | null,
) {
  return usePages({
    what: status === null ? 'where it is provisioned' : 'where it is out of date',
    document: whereQuery,
    variables: { id, instanceArn, status },
    list: ({ permissionSet }) => permissionSet?.accounts,
  });
}
