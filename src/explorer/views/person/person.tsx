import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { ChangeList } from '../../changes/change-list.tsx';
import { useChanges } from '../../changes/use-changes.ts';
import { go, href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { Title } from '../../frame/title.tsx';
import { useQuery } from '../../graphql/answers.ts';
import type { ResultOf } from '../../graphql/document.ts';
import type { Way } from '../../holdings/holding.ts';
import { useWays } from '../../holdings/use-holdings.ts';
import { GroupLink, Mark } from '../../parts/links.tsx';
import { nameOfPerson } from '../../parts/person.tsx';
import { StandIn } from '../../parts/states.tsx';
import { type Tab, Tabs, useTab } from '../../parts/tabs.tsx';
import { count } from '../../parts/words.ts';
import { useRemembered } from '../../search/recent.ts';
import { personQuery } from './questions.ts';
import { Ways } from './ways.tsx';

type User = Extract<ResultOf<typeof personQuery>['principal'], { __typename?: 'User' }>;

type TabId = 'enters' | 'changes';
const tabs: readonly [Tab<TabId>, ...Tab<TabId>[]] = [
  { id: 'enters', label: 'What they can enter' },
  { id: 'changes', label: 'Changes' },
];

/** What one person can enter, and through what. */
export function Person({ id }: { id: string }): JSX.Element | null {
  const tab = useTab(tabs);
  const { data, ...state } = useQuery({
    what: 'the person',
    document: personQuery,
    variables: { principalId: id, instanceArn: useInstanceArn() },
  });
  // Asked at once, beside who it is.
  const { list, handOn } = useWays('what they can enter', { user: { ids: [id] } });
  const changes = useChanges(tab === 'changes' ? { principal: { ids: [id] } } : undefined);
  const principal = data?.principal;
  const isGroup = principal?.__typename === 'Group';
  useEffect(() => {
    // An id alone does not say what it is of.
    if (isGroup) go(href(['groups', id]), { isReplaced: true });
  }, [isGroup]);
  const name = principal?.__typename === 'User' ? nameOfPerson(principal) : id;
  useRemembered(principal ? { path: href(['people', id]), kind: 'person', name } : undefined);
  if (isGroup) return null;
  if (!principal)
    return (
      <StandIn
        isWhole
        what="the person"
        {...state}
        nothing={`Nobody has the id ${id}, and no assignment names it.`}
      />
    );
  return (
    <>
      {tab === 'enters' ? (
        <Title text={`What ${name} can enter`} {...handOn} />
      ) : (
        <Title text={`What changed for ${name} ${changes.period.words}`} {...changes.handOn} />
      )}
      <About user={principal} ways={list.rows} />
      <Tabs tabs={tabs} current={tab} />
      {tab === 'enters' ? (
        <Ways list={list} name={name} />
      ) : (
        <ChangeList caption={`What changed for ${name}`} {...changes} />
      )}
    </>
  );
}

function About({ user, ways }: { user: User; ways: readonly Way[] }): JSX.Element {
  const { userName, email, enabled, deleted, groups } = user;
  const isOut = enabled === false || deleted === true;
  const state =
    deleted === true ? 'Deleted' : enabled === false ? 'Disabled' : enabled === true ? 'Enabled' : undefined;
  const accounts = new Set(ways.map(({ accountId }) => accountId));
  return (
    <div class="about">
      <p>
        {[userName, email].filter(Boolean).join(' · ')}
        {state !== undefined && <Mark kind={isOut ? 'alarm' : 'plain'}>{state}</Mark>}
      </p>
      {isOut && ways.length > 0 && (
        <p class="alarm-text">
          {state}, and still holds {count(ways.length, 'way')} into {count(accounts.size, 'account')}.
        </p>
      )}
      {groups && groups.nodes.length > 0 && (
        <ul class="chips" aria-label="Groups">
          {groups.nodes.map(({ principalId, displayName }) => (
            <li class="tag" key={principalId}>
              <GroupLink id={principalId}>{displayName ?? principalId}</GroupLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
