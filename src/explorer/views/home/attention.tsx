import type { JSX } from 'preact';
import { href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { useQuery } from '../../graphql/answers.ts';
import { graphql, type ResultOf } from '../../graphql/document.ts';
import { completenessParts } from '../../graphql/trust.ts';
import { Mark } from '../../parts/links.tsx';
import { Waiting } from '../../parts/states.tsx';
import { Store, useStore } from '../../store.ts';
import { viewAt } from '../views.ts';

const findingParts = graphql(`
  fragment FindingParts on Finding {
    type
    severity
    title
    count
  }
`);

/** Of any age, and without a call: what it lacks is offered to be read, and no shortfall of the page. */
const knownQuery = graphql(
  `
    query KnownFindings($instanceArn: String) {
      findings(onlyKnown: true, maxAge: "P3650D", instanceArn: $instanceArn) {
        ...FindingParts
        known: completeness {
          complete
        }
      }
    }
  `,
  [findingParts],
);

const findingsQuery = graphql(
  `
    query GravestFindings($maxAge: Duration, $instanceArn: String) {
      findings(maxAge: $maxAge, instanceArn: $instanceArn) {
        ...FindingParts
        completeness {
          ...CompletenessParts
        }
      }
    }
  `,
  [findingParts, completenessParts],
);

const most = 5;
const ofAnyAge = 'P3650D';

/** Whether somebody asked for them in this tab: what they read costs calls, which nobody pays for opening a page. */
export const areFindingsWanted = new Store(false);

/** The findings that matter most: at once, where all that they rest on is known. */
export function Attention(): JSX.Element {
  const isWanted = useStore(areFindingsWanted);
  const instanceArn = useInstanceArn();
  const known = useQuery({ what: 'what is known', document: knownQuery, variables: { instanceArn } });
  const isKnown = known.data?.findings?.every((finding) => finding.known.complete) === true;
  const isAsked = isWanted || isKnown;
  const { data, errors, isReading } = useQuery({
    what: 'all that is granted',
    document: findingsQuery,
    variables: isAsked ? { instanceArn, maxAge: isWanted ? null : ofAnyAge } : undefined,
  });
  const told = data?.findings ?? known.data?.findings;
  const found = (told ?? []).filter(({ count }) => count > 0).slice(0, most);
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">What deserves to be looked at</h2>
      <ul>
        {found.map((finding) => (
          <Line key={finding.type} finding={finding} />
        ))}
      </ul>
      {!isAsked && known.data && (
        <p class="soft">
          {found.length > 0
            ? 'As far as is known. There may be more.'
            : 'Disabled people who still hold access, permission sets that are used nowhere, and so on.'}{' '}
          <button
            onClick={() => areFindingsWanted.set(true)}
            title="Reads everything that is granted, as far as it is not known"
          >
            {found.length > 0 ? 'Look for all' : 'Look for it'}
          </button>
        </p>
      )}
      {isAsked && isReading && !data && <Waiting what="all that is granted" />}
      {errors[0] && <p class="alarm-text">{errors[0].message}</p>}
      {data?.findings && found.length === 0 && <p>Nothing was found.</p>}
    </section>
  );
}

type Finding = ResultOf<typeof findingParts>;

function Line({ finding: { severity, title } }: { finding: Finding }): JSX.Element {
  return (
    <li class="finding">
      <Mark kind={severity === 'HIGH' ? 'alarm' : 'plain'}>{severity.toLowerCase()}</Mark>
      {viewAt('findings') ? <a href={href(['findings'])}>{title}</a> : title}
    </li>
  );
}
