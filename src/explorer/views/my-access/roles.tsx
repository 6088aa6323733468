import type { JSX } from 'preact';
import { setParams, useParam } from '../../frame/location.ts';
import { usePages } from '../../graphql/pages.ts';
import { Listing } from '../../parts/listing.tsx';
import type { Column, TableProps } from '../../parts/table.tsx';
import { rolesQuery } from './questions.ts';
import type { Role } from './role.ts';
import { Take } from './take.tsx';

const keyOf = ({ account, roleName }: Role) => `${account.accountId}/${roleName}`;

const columns: readonly Column<Role>[] = [
  { name: 'Role', key: ({ roleName }) => roleName, cell: ({ roleName }) => roleName },
  {
    name: 'Take it',
    isNumber: true,
    cell: (role) => (
      <button
        class="link"
        aria-label={`Take ${role.roleName} on ${role.account.name ?? role.account.accountId}`}
        onClick={() => setParams({ take: keyOf(role) })}
      >
        to the terminal
      </button>
    ),
  },
];

const byAccount: NonNullable<TableProps<Role>['group']> = {
  of: ({ account }) => account.accountId,
  line: ([role]) =>
    role && (
      <span class="account-line">
        {role.account.name ?? role.account.accountId} <code>{role.account.accountId}</code>
      </span>
    ),
};

/** What the access portal offers, and how to take it. */
export function Roles({ startUrl, region }: { startUrl: string; region: string }): JSX.Element {
  const [take] = useParam('take');
  const list = usePages({
    what: 'your roles',
    document: rolesQuery,
    variables: {},
    list: ({ availableRoles }) => availableRoles,
  });
  const taken = list.rows.find((role) => keyOf(role) === take);
  return (
    <>
      <Listing
        what="your roles"
        units={['role', 'roles']}
        caption="Roles that you can take"
        list={list}
        columns={columns}
        group={byAccount}
        textsOf={({ account, roleName }) => [account.name, account.accountId, roleName]}
        nothing="The access portal offers you nothing."
      />
      {taken && (
        <Take
          key={take}
          role={taken}
          startUrl={startUrl}
          region={region}
          onClose={() => setParams({ take: '' })}
        />
      )}
    </>
  );
}
