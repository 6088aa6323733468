import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useInstanceArn } from '../../frame/me.ts';
import { graphql, type ResultOf } from '../../graphql/document.ts';
import { usePages } from '../../graphql/pages.ts';
import { completenessParts } from '../../graphql/trust.ts';
import { AccountLink, AccountState, Named } from '../../parts/links.tsx';
import { Listing } from '../../parts/listing.tsx';
import { OuPath, ouPathParts, ouPathText } from '../../parts/ou-path.tsx';
import type { Column, TableProps } from '../../parts/table.tsx';
import { count } from '../../parts/words.ts';

export const belowQuery = graphql(
  `
    query AccountsBelow($ouId: String!, $after: String, $maxAge: Duration, $instanceArn: String) {
      target(by: { ouId: $ouId }, instanceArn: $instanceArn) {
        ... on OrganizationalUnit {
          accounts(first: 1000, after: $after, maxAge: $maxAge, recursive: true) {
            nodes {
              targetId
              name
              state
              parent {
                ...OuPathParts
              }
            }
            pageInfo {
              hasNextPage
              endCursor
            }
            completeness {
              ...CompletenessParts
            }
          }
        }
      }
    }
  `,
  [ouPathParts, completenessParts],
);

type Target = NonNullable<ResultOf<typeof belowQuery>['target']>;
type AccountNode = NonNullable<Extract<Target, { accounts: unknown }>['accounts']>['nodes'][number];

const columns: readonly Column<AccountNode>[] = [
  {
    name: 'Account',
    key: ({ name, targetId }) => name ?? targetId,
    cell: ({ name, targetId, state }) => (
      <Named>
        <AccountLink id={targetId}>{name ?? targetId}</AccountLink>
        <AccountState state={state} />
      </Named>
    ),
  },
  { name: 'Id', key: ({ targetId }) => targetId, cell: ({ targetId }) => <code>{targetId}</code> },
];

/** Each OU with its accounts, as the organization nests them below this one. */
function byOu(id: string): NonNullable<TableProps<AccountNode>['group']> {
  return {
    of: ({ parent }) => ouPathText(parent),
    line: (accounts) => {
      const parent = accounts[0]?.parent;
      return (
        <>
          {parent?.targetId === id ? (
            <span class="soft">Directly in it</span>
          ) : (
            <OuPath ou={parent} below={id} />
          )}
          <span class="soft"> · {count(accounts.length, 'account')}</span>
        </>
      );
    },
  };
}

export function AccountsBelow({ id, name }: { id: string; name: string }): JSX.Element {
  const list = usePages({
    what: 'its accounts',
    document: belowQuery,
    variables: { ouId: id, instanceArn: useInstanceArn() },
    list: ({ target }) => (target && 'accounts' in target ? target.accounts : undefined),
  });
  // By path, so that what is nested stands below what it is in.
  const rows = useMemo(
    () =>
      list.rows.toSorted((one, other) =>
        ouPathText(one.parent).localeCompare(ouPathText(other.parent), 'en'),
      ),
    [list.rows],
  );
  const group = useMemo(() => byOu(id), [id]);
  return (
    <Listing
      what="its accounts"
      units={['account', 'accounts']}
      caption={`Accounts in ${name}`}
      list={{ ...list, rows }}
      columns={columns}
      group={group}
      textsOf={({ name: account, targetId, parent }) => [account, targetId, ouPathText(parent)]}
      nothing={`No account is in ${name}, nor below it.`}
    />
  );
}
