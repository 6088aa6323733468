import type { JSX } from 'preact';
import { ChangeList } from '../../changes/change-list.tsx';
import { useChanges } from '../../changes/use-changes.ts';
import { href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { type HandOn, Title } from '../../frame/title.tsx';
import { useQuery } from '../../graphql/answers.ts';
import {
  byAccount,
  howColumn,
  personColumn,
  principalColumn,
  sinceColumn,
  textsOfAssigned,
  textsOfWay,
} from '../../holdings/columns.tsx';
import { useAssigned, useWays } from '../../holdings/use-holdings.ts';
import { Listing } from '../../parts/listing.tsx';
import { setIdOf } from '../../parts/links.tsx';
import { StandIn } from '../../parts/states.tsx';
import { type Tab, Tabs, useTab } from '../../parts/tabs.tsx';
import { useRemembered } from '../../search/recent.ts';
import { Allows } from './allows.tsx';
import { setQuery, whereQuery } from './questions.ts';
import { Where } from './where.tsx';

type TabId = 'allows' | 'people' | 'assigned' | 'where' | 'changes';
const tabs: readonly [Tab<TabId>, ...Tab<TabId>[]] = [
  { id: 'allows', label: 'What it allows' },
  { id: 'people', label: 'People' },
  { id: 'assigned', label: 'As assigned' },
  { id: 'where', label: 'Provisioned in' },
  { id: 'changes', label: 'Changes' },
];

const titles: Readonly<Record<TabId, (name: string, when: string) => string>> = {
  allows: (name) => `What ${name} allows`,
  people: (name) => `Who can use ${name}`,
  assigned: (name) => `Who is assigned ${name}`,
  where: (name) => `Where ${name} is provisioned`,
  changes: (name, when) => `What changed of ${name} ${when}`,
};

/** What a permission set allows, who has it and where. */
export function PermissionSet({ id }: { id: string }): JSX.Element {
  const tab = useTab(tabs);
  const instanceArn = useInstanceArn();
  const variables = { id, instanceArn };
  const { data, ...state } = useQuery({ what: 'the permission set', document: setQuery, variables });
  const filter = { permissionSet: { ids: [id] } };
  const ways = useWays('who can use it', tab === 'people' ? { filter } : undefined);
  const assigned = useAssigned('who is assigned', tab === 'assigned' ? filter : undefined);
  const changes = useChanges(tab === 'changes' ? filter : undefined);
  const set = data?.permissionSet ?? undefined;
  const name = set?.name ?? id;
  useRemembered(
    set ? { path: href(['permission-sets', setIdOf(set.arn)]), kind: 'permission set', name } : undefined,
  );
  if (!set)
    return (
      <StandIn
        isWhole
        what="the permission set"
        {...state}
        nothing={`The instance has no permission set ${id}.`}
      />
    );
  const only = { filter: { ids: [id] }, instanceArn };
  const handOns: Readonly<Record<TabId, HandOn>> = {
    allows: {
      question: { document: setQuery, variables },
      file: { list: 'policies', args: only },
    },
    people: ways.handOn,
    assigned: assigned.handOn,
    where: {
      question: { document: whereQuery, variables },
      file: { list: 'provisioned', args: only },
    },
    changes: changes.handOn,
  };
  return (
    <>
      <Title text={titles[tab](name, changes.period.words)} {...handOns[tab]} />
      <div class="about">
        <p>
          <code>{id}</code>
          {set.description !== null && ` · ${set.description}`}
        </p>
      </div>
      <Tabs tabs={tabs} current={tab} />
      {tab === 'allows' && <Allows set={set} />}
      {tab === 'where' && <Where id={id} name={name} />}
      {tab === 'changes' && <ChangeList caption={`What changed of ${name}`} {...changes} />}
      {tab === 'people' && (
        <Listing
          what="who can use it"
          units={['way in', 'ways in']}
          caption={`Who can use ${name}`}
          list={ways.list}
          columns={[personColumn, howColumn, sinceColumn]}
          group={byAccount}
          textsOf={textsOfWay}
          nothing={`Nobody can use ${name}.`}
        />
      )}
      {tab === 'assigned' && (
        <Listing
          what="who is assigned"
          units={['assignment', 'assignments']}
          caption={`Assignments of ${name}`}
          list={assigned.list}
          columns={[principalColumn, sinceColumn]}
          group={byAccount}
          textsOf={textsOfAssigned}
          nothing={`${name} is assigned to nobody.`}
        />
      )}
    </>
  );
}
