import type { JSX } from 'preact';
import { href } from '../frame/location.ts';
import { useInstanceArn } from '../frame/me.ts';
import { Title } from '../frame/title.tsx';
import { useQuery } from '../graphql/answers.ts';
import { StandIn } from '../parts/states.tsx';
import { count } from '../parts/words.ts';
import { AllOf } from './findings/all.tsx';
import { type Finding, findingsQuery } from './findings/questions.ts';
import { ThingLine } from './findings/thing.tsx';
import { wordsOf } from './findings/words.ts';
import type { ViewProps } from './view.ts';
import '../style/findings.css';

export default function Findings({ id }: ViewProps): JSX.Element {
  return id === undefined ? <AllFindings /> : <AllOf type={id} />;
}

const severities = [
  ['HIGH', 'Look at these today'],
  ['MEDIUM', 'Look at these at the next review'],
  ['LOW', 'Tidy these up some time'],
] as const;

/** What deserves to be looked at, the gravest first; and what was looked for in vain. */
function AllFindings(): JSX.Element {
  const variables = { types: null, instanceArn: useInstanceArn() };
  const { data, ...state } = useQuery({
    what: 'everything granted',
    document: findingsQuery,
    variables,
  });
  const findings = data?.findings ?? [];
  const found = findings.filter((finding) => finding.count > 0 || !finding.completeness.complete);
  const none = findings.filter((finding) => finding.count === 0 && finding.completeness.complete);
  return (
    <>
      <Title
        text="What deserves to be looked at"
        question={{ document: findingsQuery, variables }}
        file={{ list: 'findings', args: variables }}
      />
      {findings.length === 0 && (
        <StandIn what="everything granted" {...state} nothing="The gateway looks for nothing." />
      )}
      {severities.map(([severity, words]) => {
        const some = found.filter((finding) => finding.severity === severity);
        if (some.length === 0) return null;
        return (
          <section key={severity} class={`findings ${severity.toLowerCase()}`} aria-labelledby={severity}>
            <h2 id={severity}>
              <span class="severity">{severity.toLowerCase()}</span> {words}
            </h2>
            <div class="cards">
              {some.map((finding) => (
                <Card key={finding.type} finding={finding} />
              ))}
            </div>
          </section>
        );
      })}
      {none.length > 0 && (
        <section class="findings none" aria-labelledby="none">
          <h2 id="none">Looked for, and there is none</h2>
          <ul>
            {none.map(({ type, title }) => (
              <li key={type}>{title}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** As many as show what it is about. */
const shown = 5;

function Card({ finding }: { finding: Finding }): JSX.Element {
  const { type, title, sample, completeness } = finding;
  const words = wordsOf(type);
  return (
    <article class={completeness.complete ? 'finding' : 'finding incomplete'} aria-labelledby={type}>
      <h3 id={type}>{title}</h3>
      {words && <p class="soft">{words.meaning}</p>}
      {sample.length > 0 && (
        <ul>
          {sample.slice(0, shown).map((thing) => (
            <li key={thing.id}>
              <ThingLine thing={thing} />
            </li>
          ))}
        </ul>
      )}
      {!completeness.complete && (
        <p class="alarm-text">
          Not everything could be read:{' '}
          {[...new Set(completeness.failures.map(({ operation, code }) => `${operation} (${code})`))].join(
            ', ',
          )}
        </p>
      )}
      {words && finding.count > 0 && <p class="remedy">{words.remedy}</p>}
      {finding.count > 0 && (
        <p>
          <a href={href(['findings', type])}>
            {finding.count > shown
              ? `Show all ${count(finding.count, 'of them', 'of them')}`
              : 'Show as a table'}
          </a>
        </p>
      )}
    </article>
  );
}
