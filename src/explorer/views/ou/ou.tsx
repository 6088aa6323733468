import type { JSX } from 'preact';
import { href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { Title } from '../../frame/title.tsx';
import { useQuery } from '../../graphql/answers.ts';
import { graphql } from '../../graphql/document.ts';
import {
  byAccount,
  principalColumn,
  setColumn,
  sinceColumn,
  textsOfAssigned,
} from '../../holdings/columns.tsx';
import { useAssigned } from '../../holdings/use-holdings.ts';
import { Listing } from '../../parts/listing.tsx';
import { OuPath, ouPathParts } from '../../parts/ou-path.tsx';
import { StandIn } from '../../parts/states.tsx';
import { type Tab, Tabs, useTab } from '../../parts/tabs.tsx';
import { useRemembered } from '../../search/recent.ts';
import { AccountsBelow, belowQuery } from './accounts-below.tsx';

const ouQuery = graphql(
  `
    query OrganizationalUnit($ouId: String!, $maxAge: Duration, $instanceArn: String) {
      target(by: { ouId: $ouId }, maxAge: $maxAge, instanceArn: $instanceArn) {
        __typename
        name
        ... on OrganizationalUnit {
          parent {
            ...OuPathParts
          }
        }
      }
    }
  `,
  [ouPathParts],
);

type TabId = 'accounts' | 'held';
const tabs: readonly [Tab<TabId>, ...Tab<TabId>[]] = [
  { id: 'accounts', label: 'Accounts' },
  { id: 'held', label: 'Held below' },
];

/** The accounts in and below an OU, and what is held on them. */
export function Ou({ id }: { id: string }): JSX.Element {
  const tab = useTab(tabs);
  const variables = { ouId: id, instanceArn: useInstanceArn() };
  const { data, ...state } = useQuery({ what: 'the OU', document: ouQuery, variables });
  const below = { target: { ids: [id], recursive: true } };
  const { list, handOn } = useAssigned('what is held below', tab === 'held' ? below : undefined);
  const ou = data?.target?.__typename === 'OrganizationalUnit' ? data.target : undefined;
  const name = ou?.name ?? id;
  useRemembered(ou ? { path: href(['ous', id]), kind: 'OU', name } : undefined);
  if (!ou) return <StandIn isWhole what="the OU" {...state} nothing={`The organization has no OU ${id}.`} />;
  return (
    <>
      {tab === 'held' ? (
        <Title text={`What is held below ${name}`} {...handOn} />
      ) : (
        <Title
          text={`Which accounts are in ${name}`}
          question={{ document: belowQuery, variables }}
          file={{ list: 'accounts-of-ou', args: variables }}
        />
      )}
      <div class="about">
        <p>
          {ou.parent && (
            <>
              In <OuPath ou={ou.parent} /> ·{' '}
            </>
          )}
          <code>{id}</code>
        </p>
      </div>
      <Tabs tabs={tabs} current={tab} />
      {tab === 'accounts' ? (
        <AccountsBelow id={id} name={name} />
      ) : (
        <Listing
          what="what is held below"
          units={['assignment', 'assignments']}
          caption={`Assignments below ${name}`}
          list={list}
          columns={[principalColumn, setColumn, sinceColumn]}
          group={byAccount}
          textsOf={textsOfAssigned}
          nothing={`Nothing is held on the accounts of ${name}.`}
        />
      )}
    </>
  );
}
