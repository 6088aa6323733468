import { writePart } from '../calls/performance-page.ts';
import { number, tableOf } from '../calls/tables.ts';
import { ask, openGateway, ourRoot } from './processes.ts';
import { inFolder, type Lengths, median, type Run, turn, withoutCache } from './runs.ts';
import { page as assignments } from './subjects.ts';

/** The nine fields that are asked of an assignment, of a person and one way in. */
const nine = `user { principalId principalType name } grant { id target { targetId targetType name } ... on Assignment { permissionSet { arn name } } }`;
const rest = `pageInfo { hasNextPage endCursor } completeness { complete asOf }`;
const people = `nodes { ${nine} } ${rest}`;

interface Entry {
  readonly name: string;
  readonly query: string;
  readonly rows: number;
  readonly runs: Run[];
}

/** Pages of people beside a page of assignments, for each row, in rounds in which each has its turn. */
export async function warmPeople({ rounds, ms }: Lengths, isWriting: boolean): Promise<void> {
  await inFolder(async (_, tokenFile) => {
    await using gateway = await openGateway(ourRoot, tokenFile, withoutCache);
    const { url } = gateway;
    const entries: Entry[] = [];
    for (const [name, query] of Object.entries(await questionsTo(url))) {
      const answer = await ask(url, query);
      const { nodes, totalCount } = answer.assignments ?? answer.effectiveAccess;
      entries.push({ name, query, rows: nodes?.length ?? totalCount, runs: [] });
    }
    for (let round = 0; round <= rounds; round++)
      for (const { query, runs } of entries) {
        const run = await turn(gateway, { query }, ms);
        // The first is for the engine to get to know the code.
        if (round > 0) runs.push(run);
      }
    const [base] = entries;
    const text = tableOf(
      ['Question', 'Rows', 'CPU, µs', 'µs a row', '× assignments'],
      entries.map((entry) => [
        entry.name,
        number(entry.rows),
        number(Math.round(cpuUs(entry))),
        (cpuUs(entry) / entry.rows).toFixed(2),
        base ? (cpuUs(entry) / entry.rows / (cpuUs(base) / base.rows)).toFixed(2) : '',
      ]),
    );
    console.log(text);
    if (isWriting) await writePart('warm people', text);
  });
}

function cpuUs({ runs }: Entry): number {
  return 1_000 * median(runs.map(({ cpuMsEach }) => cpuMsEach));
}

/** By name; the first is what the others are compared with. What it takes to ask them is read. */
async function questionsTo(url: string): Promise<Record<string, string>> {
  const all = `{ assignments(first: 1000) { ${assignments} totalCount } effectiveAccess(first: 1000) { ${people} totalCount } }`;
  const { effectiveAccess } = await ask(url, all);
  const { nodes, pageInfo } = effectiveAccess;
  const { user, grant } = nodes[nodes.length >> 1];
  const of = (given: string, fields = people) =>
    `query People { effectiveAccess(first: 100${given}) { ${fields} } }`;
  return {
    'A page of 100 assignments': `query Page { assignments(first: 100) { ${assignments} } }`,
    'A page of 100 people': of(''),
    'With the group that lets each in': of('', `nodes { ${nine} via { name } } ${rest}`),
    'A page behind 1,000 others': of(`, after: "${pageInfo.endCursor}"`),
    'Who enters one account': of(`, filter: { target: { ids: ["${grant.target.targetId}"] } }`),
    'What one person gets into': of(`, user: { ids: ["${user.principalId}"] }`),
    'The disabled who get in': of(', user: { enabled: false }'),
    'How many ways in there are': 'query Ways { effectiveAccess(first: 1) { totalCount } }',
  };
}
