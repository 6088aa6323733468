import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { go, href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { Title } from '../../frame/title.tsx';
import { useQuery } from '../../graphql/answers.ts';
import type { ResultOf } from '../../graphql/document.ts';
import { usePages } from '../../graphql/pages.ts';
import { GroupLink, Mark } from '../../parts/links.tsx';
import { StandIn, Waiting } from '../../parts/states.tsx';
import { count } from '../../parts/words.ts';
import { remember } from '../../search/recent.ts';
import { personQuery, waysQuery } from './questions.ts';
import { wayOf } from './way.ts';
import { Ways } from './ways.tsx';

type User = Extract<ResultOf<typeof personQuery>['principal'], { __typename?: 'User' }>;

/** What one person can enter, and through what. */
export function Person({ id }: { id: string }): JSX.Element | null {
  const instanceArn = useInstanceArn();
  const { data, ...state } = useQuery({
    what: 'the person',
    document: personQuery,
    variables: { principalId: id, instanceArn },
  });
  const principal = data?.principal;
  const isGroup = principal?.__typename === 'Group';
  useEffect(() => {
    // An id alone does not say what it is of.
    if (isGroup) go(href(['groups', id]), { isReplaced: true });
  }, [isGroup]);
  if (isGroup) return null;
  if (!principal)
    return (
      <StandIn
        what="the person"
        {...state}
        nothing={`Nobody has the id ${id}, and no assignment names it.`}
      />
    );
  return <Known user={principal} />;
}

function Known({ user }: { user: User }): JSX.Element {
  const variables = { userId: user.principalId, instanceArn: useInstanceArn() };
  const { rows, ...state } = usePages({
    what: 'what they can enter',
    document: waysQuery,
    variables,
    list: ({ effectiveAccess }) => effectiveAccess,
  });
  const ways = rows.map(wayOf);
  const name = user.displayName ?? user.userName ?? user.principalId;
  useEffect(() => remember({ path: href(['people', user.principalId]), kind: 'person', name }), [name]);
  return (
    <>
      <Title text={`What ${name} can enter`} question={{ document: waysQuery, variables }} />
      <Header
        user={user}
        ways={ways.length}
        accounts={new Set(ways.map(({ accountId }) => accountId)).size}
      />
      {ways.length > 0 && (
        <Ways ways={ways} name={name} userId={user.principalId} isReading={state.isReading} />
      )}
      {ways.length === 0 && (
        <StandIn
          what="what they can enter"
          {...state}
          nothing={
            state.isComplete
              ? `${name} holds nothing, neither directly nor through a group.`
              : 'Nothing that could be read; something is missing, as the bar below tells.'
          }
        />
      )}
      {ways.length > 0 && state.isReading && <Waiting what="the rest" />}
    </>
  );
}

interface HeaderProps {
  readonly user: User;
  readonly ways: number;
  readonly accounts: number;
}

function Header({ user, ways, accounts }: HeaderProps): JSX.Element {
  const { userName, email, enabled, deleted, groups } = user;
  const isOut = enabled === false || deleted === true;
  const state =
    deleted === true ? 'Deleted' : enabled === false ? 'Disabled' : enabled === true ? 'Enabled' : undefined;
  return (
    <div class="about">
      <p>
        {[userName, email].filter(Boolean).join(' · ')}{' '}
        {state !== undefined && <Mark kind={isOut ? 'alarm' : 'plain'}>{state}</Mark>}
      </p>
      {isOut && ways > 0 && (
        <p class="alarm-text">
          {state}, and still named by {count(ways, 'grant')} on {count(accounts, 'account')}.
        </p>
      )}
      {groups && groups.nodes.length > 0 && (
        <p class="chips" aria-label="Groups">
          {groups.nodes.map(({ principalId, displayName }) => (
            <span class="tag" key={principalId}>
              <GroupLink id={principalId}>{displayName ?? principalId}</GroupLink>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}
