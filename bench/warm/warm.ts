import { writePart } from '../calls/performance-page.ts';
import { tableOf } from '../calls/tables.ts';
import { openBare, openGateway, ourRoot, type Served } from './processes.ts';
import {
  inFolder,
  type Lengths,
  median,
  rateOf,
  ratios,
  readAll,
  type Run,
  turn,
  withoutCache,
} from './runs.ts';
import { pageOf100, type Subject } from './subjects.ts';

interface Entry {
  readonly server: Served;
  readonly subject: Pick<Subject, 'name' | 'query' | 'variables'> & { readonly mustReach?: number };
  readonly runs: Run[];
}

/** Every question beside a bare server's page of 100, in rounds in which each has its turn. */
export async function warm({ rounds, ms }: Lengths, isWriting: boolean): Promise<void> {
  await inFolder(async (folder, tokenFile) => {
    await using computing = await openGateway(ourRoot, tokenFile, withoutCache);
    await using keeping = await openGateway(ourRoot, tokenFile, {});
    const subjects = await readAll(computing);
    await readAll(keeping);
    await using bare = await openBare(computing.url, folder);
    const first: Entry = {
      server: bare,
      subject: { name: 'A bare server: a page of 100', query: pageOf100 },
      runs: [],
    };
    const entries: Entry[] = subjects.map((subject) => ({
      server: subject.isKept ? keeping : computing,
      subject,
      runs: [],
    }));
    await using opened = new AsyncDisposableStack();
    for (const shortcut of ['compiled', 'fragments', 'plans', 'lookups', 'plain']) {
      const server = await openGateway(ourRoot, tokenFile, { ...withoutCache, GATEWAY_WITHOUT: shortcut });
      await readAll(opened.use(server));
      const subject = { name: `A page of 100, --without ${shortcut}`, query: pageOf100 };
      entries.push({ server, subject, runs: [] });
    }
    for (let round = 0; round <= rounds; round++)
      for (const { server, subject, runs } of [first, ...entries]) {
        const run = await turn(server, subject, ms);
        // The first is for the engine to get to know the code.
        if (round > 0) runs.push(run);
      }
    const text = tableOf(
      ['Question', 'A second', '× bare', '× bare by CPU', 'Wanted', 'Median ms', 'p99 ms', 'Loop, ms', 'MB'],
      [first, ...entries].map((entry) => lineOf(entry, first)),
    );
    console.log(text);
    if (isWriting) await writePart('warm', text);
  });
}

function lineOf({ subject: { name, mustReach }, runs }: Entry, bare: Entry): string[] {
  const of = (what: 'medianMs' | 'p99Ms' | 'blockedMs' | 'rssMb') => median(runs.map((run) => run[what]));
  return [
    name,
    rateOf(runs),
    ...ratios(runs, bare.runs),
    mustReach === undefined ? '' : `≥ ${mustReach}`,
    of('medianMs').toFixed(2),
    of('p99Ms').toFixed(2),
    of('blockedMs').toFixed(0),
    of('rssMb').toFixed(0),
  ];
}
