import type { JSX } from 'preact';
import { href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { useQuery } from '../../graphql/answers.ts';
import { graphql } from '../../graphql/document.ts';
import { completenessParts } from '../../graphql/trust.ts';
import { Mark } from '../../parts/links.tsx';
import { Waiting } from '../../parts/states.tsx';
import { Store, useStore } from '../../store.ts';
import { viewAt } from '../views.ts';

const findingsQuery = graphql(
  `
    query GravestFindings($maxAge: Duration, $instanceArn: String) {
      findings(maxAge: $maxAge, instanceArn: $instanceArn) {
        type
        severity
        title
        count
        completeness {
          ...CompletenessParts
        }
      }
    }
  `,
  [completenessParts],
);

const most = 5;

/** Whether somebody asked for them in this tab: what they read costs calls, which nobody pays for opening a page. */
export const areFindingsWanted = new Store(false);

/** The findings that matter most. */
export function Attention(): JSX.Element {
  const isAsked = useStore(areFindingsWanted);
  const instanceArn = useInstanceArn();
  const { data, errors, isReading } = useQuery({
    what: 'all that is granted',
    document: findingsQuery,
    variables: isAsked ? { instanceArn } : undefined,
  });
  const found = (data?.findings ?? []).filter(({ count }) => count > 0).slice(0, most);
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">What deserves to be looked at</h2>
      {!isAsked && (
        <p class="soft">
          Disabled people who still hold access, permission sets that are used nowhere, and so on.{' '}
          <button
            onClick={() => areFindingsWanted.set(true)}
            title="Reads everything that is granted, as far as it is not known"
          >
            Look for it
          </button>
        </p>
      )}
      {isAsked && isReading && !data && <Waiting what="all that is granted" />}
      {errors[0] && <p class="alarm-text">{errors[0].message}</p>}
      {data?.findings && found.length === 0 && <p>Nothing was found.</p>}
      <ul>
        {found.map(({ type, severity, title }) => (
          <li key={type} class="finding">
            <Mark kind={severity === 'HIGH' ? 'alarm' : 'plain'}>{severity.toLowerCase()}</Mark>
            {viewAt('findings') ? <a href={href(['findings'])}>{title}</a> : title}
          </li>
        ))}
      </ul>
    </section>
  );
}
