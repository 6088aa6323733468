import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { useQuery } from '../../graphql/answers.ts';
import { graphql } from '../../graphql/document.ts';
import { completenessParts } from '../../graphql/trust.ts';
import { count, digits } from '../../parts/words.ts';
import { recent } from '../../search/recent.ts';
import { Search } from '../../search/search.tsx';
import { useStore } from '../../store.ts';
import { areFindingsWanted, Attention } from './attention.tsx';

const holdingsQuery = graphql(
  `
    query Holdings($maxAge: Duration, $instanceArn: String) {
      people: principals(filter: { type: USER }, first: 1, maxAge: $maxAge, instanceArn: $instanceArn) {
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
      groups: principals(filter: { type: GROUP }, first: 1, maxAge: $maxAge, instanceArn: $instanceArn) {
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
      accounts: targets(filter: { type: AWS_ACCOUNT }, first: 1, maxAge: $maxAge, instanceArn: $instanceArn) {
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
      ous: targets(filter: { type: AWS_OU }, first: 1, maxAge: $maxAge, instanceArn: $instanceArn) {
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
      permissionSets(first: 1, maxAge: $maxAge, instanceArn: $instanceArn) {
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
      explainAssignments(maxAge: $maxAge, instanceArn: $instanceArn) {
        calls
        seconds
      }
    }
  `,
  [completenessParts],
);

const assignmentsQuery = graphql(
  `
    query AssignmentTotal($maxAge: Duration, $instanceArn: String) {
      assignments(first: 1, maxAge: $maxAge, instanceArn: $instanceArn) {
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
    }
  `,
  [completenessParts],
);

/** Where one begins: the search, and below it what there is to search in. */
export function Home(): JSX.Element {
  useEffect(() => {
    document.title = 'Identity Center';
  }, []);
  return (
    <div class="home">
      <h1>Who can enter what?</h1>
      <Search isLarge />
      <Holdings />
      <Attention />
      <LookedAt />
    </div>
  );
}

function Holdings(): JSX.Element {
  const instanceArn = useInstanceArn();
  const { data } = useQuery({
    what: 'what the organization holds',
    document: holdingsQuery,
    variables: { instanceArn },
  });
  const numbers = [
    ['people', 'person', 'people', data?.people],
    ['groups', 'group', 'groups', data?.groups],
    ['accounts', 'account', 'accounts', data?.accounts],
    ['ous', 'OU', 'OUs', data?.ous],
    ['permission-sets', 'permission set', 'permission sets', data?.permissionSets],
  ] as const;
  return (
    <section class="facts" aria-label="What the organization holds">
      {numbers.map(([path, one, many, list]) => (
        <a key={path} href={href([path])}>
          <strong>
            {list?.totalCount === undefined || list.totalCount === null ? '–' : digits(list.totalCount)}
          </strong>
          {list?.totalCount === 1 ? one : many}
        </a>
      ))}
      <Assignments plan={data?.explainAssignments ?? undefined} instanceArn={instanceArn} />
    </section>
  );
}

interface AssignmentsProps {
  readonly plan: { readonly calls: number; readonly seconds: number } | undefined;
  readonly instanceArn: string | null;
}

/** How many there are costs a read of everything: nobody pays that for opening a page. */
function Assignments({ plan, instanceArn }: AssignmentsProps): JSX.Element {
  const [isWanted, setWanted] = useState(false);
  // For the findings, all of them are read.
  const isRead = useStore(areFindingsWanted);
  const isAsked = isWanted || isRead || plan?.calls === 0;
  const { data, isReading } = useQuery({
    what: 'all assignments',
    document: assignmentsQuery,
    variables: isAsked ? { instanceArn } : undefined,
  });
  const total = data?.assignments?.totalCount;
  const isOffered = plan !== undefined && !isAsked;
  return (
    <span>
      <strong>{typeof total === 'number' ? digits(total) : '–'}</strong>
      assignments
      {isReading && ' …'}
      {isOffered && (
        <button
          class="link"
          onClick={() => setWanted(true)}
          title={`Takes about ${Math.ceil(plan.seconds)} s`}
        >
          count ({count(plan.calls, 'call')})
        </button>
      )}
    </span>
  );
}

function LookedAt(): JSX.Element | null {
  const looked = useStore(recent);
  if (looked.length === 0) return null;
  return (
    <section aria-labelledby="looked-at">
      <h2 id="looked-at">Looked at last</h2>
      <ul>
        {looked.map(({ path, kind, name }) => (
          <li key={path}>
            <a href={path}>{name}</a> <span class="soft">{kind}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
