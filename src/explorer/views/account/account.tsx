import type { JSX } from 'preact';
import { ChangeList } from '../../changes/change-list.tsx';
import { useChanges } from '../../changes/use-changes.ts';
import { href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { type HandOn, Title } from '../../frame/title.tsx';
import { useQuery } from '../../graphql/answers.ts';
import { graphql } from '../../graphql/document.ts';
import {
  howColumn,
  personColumn,
  principalColumn,
  setColumn,
  sinceColumn,
  textsOfAssigned,
  textsOfWay,
} from '../../holdings/columns.tsx';
import { useAssigned, useWays } from '../../holdings/use-holdings.ts';
import { Mark } from '../../parts/links.tsx';
import { Listing } from '../../parts/listing.tsx';
import { OuPath, ouPathParts } from '../../parts/ou-path.tsx';
import { StandIn } from '../../parts/states.tsx';
import { type Tab, Tabs, useTab } from '../../parts/tabs.tsx';
import { count } from '../../parts/words.ts';
import { useRemembered } from '../../search/recent.ts';
import { Provisioned, provisionedQuery } from './provisioned.tsx';

const accountQuery = graphql(
  `
    query Account($accountId: String!, $maxAge: Duration, $instanceArn: String) {
      target(by: { accountId: $accountId }, maxAge: $maxAge, instanceArn: $instanceArn) {
        __typename
        name
        ... on Account {
          email
          state
          parent {
            ...OuPathParts
          }
        }
      }
    }
  `,
  [ouPathParts],
);

type TabId = 'people' | 'assigned' | 'provisioned' | 'changes';
const tabs: readonly [Tab<TabId>, ...Tab<TabId>[]] = [
  { id: 'people', label: 'People' },
  { id: 'assigned', label: 'As assigned' },
  { id: 'provisioned', label: 'Provisioned' },
  { id: 'changes', label: 'Changes' },
];

/** Who can enter one account, how AWS has it assigned, and what is provisioned in it. */
export function Account({ id }: { id: string }): JSX.Element {
  const tab = useTab(tabs);
  const variables = { accountId: id, instanceArn: useInstanceArn() };
  const { data, ...state } = useQuery({ what: 'the account', document: accountQuery, variables });
  const here = { target: { ids: [id] } };
  const ways = useWays('who can enter', tab === 'people' ? { filter: here } : undefined);
  const assigned = useAssigned('who is assigned', tab === 'assigned' ? here : undefined);
  const changes = useChanges(tab === 'changes' ? here : undefined);
  const account = data?.target?.__typename === 'Account' ? data.target : undefined;
  const name = account?.name ?? id;
  useRemembered(account ? { path: href(['accounts', id]), kind: 'account', name } : undefined);
  if (!account)
    return (
      <StandIn
        isWhole
        what="the account"
        {...state}
        nothing={`The organization has no account ${id}, and no assignment names it.`}
      />
    );
  const handOns: Readonly<Record<TabId, HandOn>> = {
    people: ways.handOn,
    assigned: assigned.handOn,
    provisioned: {
      question: { document: provisionedQuery, variables },
      file: { list: 'provisioned', args: variables },
    },
    changes: changes.handOn,
  };
  const isActive = account.state === 'ACTIVE' || account.state === null;
  return (
    <>
      <Title text={titles[tab](name, changes.period.words)} {...handOns[tab]} />
      <div class="about">
        <p>
          <OuPath ou={account.parent} /> · <code>{id}</code>
          {account.email !== null && ` · ${account.email}`}
          {account.state !== null && (
            <Mark kind={isActive ? 'plain' : 'alarm'}>{account.state.toLowerCase()}</Mark>
          )}
        </p>
      </div>
      <Tabs tabs={tabs} current={tab} />
      {tab === 'people' && (
        <>
          {ways.list.rows.length > 0 && <p class="lead">{peopleOf(ways.list.rows)}</p>}
          <Listing
            what="who can enter"
            units={['way in', 'ways in']}
            caption={`Who can enter ${name}`}
            list={ways.list}
            columns={[personColumn, setColumn, howColumn, sinceColumn]}
            textsOf={textsOfWay}
            nothing={`Nobody can enter ${name}.`}
          />
        </>
      )}
      {tab === 'assigned' && (
        <Listing
          what="who is assigned"
          units={['assignment', 'assignments']}
          caption={`Assignments on ${name}`}
          list={assigned.list}
          columns={[principalColumn, setColumn, sinceColumn]}
          textsOf={textsOfAssigned}
          nothing={`Nothing is assigned on ${name}.`}
        />
      )}
      {tab === 'provisioned' && <Provisioned id={id} name={name} />}
      {tab === 'changes' && <ChangeList caption={`What changed in ${name}`} {...changes} />}
    </>
  );
}

const titles: Readonly<Record<TabId, (name: string, when: string) => string>> = {
  people: (name) => `Who can enter ${name}`,
  assigned: (name) => `What is assigned on ${name}`,
  provisioned: (name) => `What is provisioned in ${name}`,
  changes: (name, when) => `What changed in ${name} ${when}`,
};

function peopleOf(
  ways: readonly {
    readonly user: { readonly id: string; readonly isDisabled: boolean; readonly isDeleted: boolean };
  }[],
): string {
  const users = new Map(ways.map(({ user }) => [user.id, user]));
  const out = [...users.values()].filter(({ isDisabled, isDeleted }) => isDisabled || isDeleted).length;
  return `${count(users.size, 'person', 'people')}${out === 0 ? '' : `, ${out} of them disabled or deleted`}`;
}
