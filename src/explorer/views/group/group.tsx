import type { JSX } from 'preact';
import { ChangeList } from '../../changes/change-list.tsx';
import { useChanges } from '../../changes/use-changes.ts';
import { href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { type HandOn, Title } from '../../frame/title.tsx';
import { useQuery } from '../../graphql/answers.ts';
import { graphql } from '../../graphql/document.ts';
import { byAccount, setColumn, sinceColumn, textsOf } from '../../holdings/columns.tsx';
import { useAssigned } from '../../holdings/use-holdings.ts';
import { Mark } from '../../parts/links.tsx';
import { Listing } from '../../parts/listing.tsx';
import { StandIn } from '../../parts/states.tsx';
import { type Tab, Tabs, useTab } from '../../parts/tabs.tsx';
import { useRemembered } from '../../search/recent.ts';
import { Members, membersQuery } from './members.tsx';

const groupQuery = graphql(`
  query Group($principalId: String!, $maxAge: Duration, $instanceArn: String) {
    principal(by: { principalId: $principalId }, maxAge: $maxAge, instanceArn: $instanceArn) {
      __typename
      principalId
      deleted
      ... on Group {
        displayName
        description
      }
    }
  }
`);

type TabId = 'holds' | 'members' | 'changes';
const tabs: readonly [Tab<TabId>, ...Tab<TabId>[]] = [
  { id: 'holds', label: 'What it holds' },
  { id: 'members', label: 'Members' },
  { id: 'changes', label: 'Changes' },
];

/** What a group lets its members into, and who they are. */
export function Group({ id }: { id: string }): JSX.Element {
  const tab = useTab(tabs);
  const instanceArn = useInstanceArn();
  const variables = { principalId: id, instanceArn };
  const { data, ...state } = useQuery({ what: 'the group', document: groupQuery, variables });
  const { list, handOn: holds } = useAssigned('what it holds', { principal: { ids: [id], type: 'GROUP' } });
  const changes = useChanges(tab === 'changes' ? { principal: { ids: [id] } } : undefined);
  const group = data?.principal?.__typename === 'Group' ? data.principal : undefined;
  const name = group?.displayName ?? id;
  useRemembered(group ? { path: href(['groups', id]), kind: 'group', name } : undefined);
  if (!group) return <StandIn isWhole what="the group" {...state} nothing={`No group has the id ${id}.`} />;
  const handOns: Readonly<Record<TabId, HandOn>> = {
    holds,
    members: {
      question: { document: membersQuery, variables },
      file: { list: 'members', args: { groupIds: [id], instanceArn } },
    },
    changes: changes.handOn,
  };
  return (
    <>
      <Title text={titles[tab](name, changes.period.words)} {...handOns[tab]} />
      <div class="about">
        <p>
          Group{group.description !== null && ` · ${group.description}`}
          {group.deleted === true && <Mark kind="alarm">Deleted</Mark>}
        </p>
        {group.deleted === true && list.rows.length > 0 && (
          <p class="alarm-text">Deleted, and assignments still name it.</p>
        )}
      </div>
      <Tabs tabs={tabs} current={tab} />
      {tab === 'members' && <Members id={id} name={name} />}
      {tab === 'changes' && <ChangeList caption={`What changed of ${name}`} {...changes} />}
      {tab === 'holds' && (
        <Listing
          what="what it holds"
          units={['assignment', 'assignments']}
          caption={`What ${name} holds`}
          list={list}
          columns={[setColumn, sinceColumn]}
          group={byAccount}
          textsOf={textsOf}
          nothing={`${name} holds nothing.`}
        />
      )}
    </>
  );
}

const titles: Readonly<Record<TabId, (name: string, when: string) => string>> = {
  holds: (name) => `What ${name} lets its members into`,
  members: (name) => `Who is in ${name}`,
  changes: (name, when) => `What changed of ${name} ${when}`,
};
