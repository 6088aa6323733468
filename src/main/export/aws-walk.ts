import { randomBytes } from 'node:crypto';
import { CallMeter } from '../../aws/meter.ts';
import type { Config } from '../../config/config.ts';
import type { NameKind } from '../../reader/query/sweep.ts';
import type { ReadScope } from '../../reading/scope.ts';
import { openAwsSource } from '../aws-source.ts';
import { openReader } from '../open-reader.ts';
import { assignmentFactsOf } from './assignment-facts.ts';
import type { Need } from './columns.ts';
import type { EffectivePage } from '../../reader/effective/page.ts';
import { personFactsOf } from './people-facts.ts';
import { peopleProgress } from './progress.ts';
import type { PeopleQuestion, PeopleStretch, Question, Source, Stretch } from './source.ts';

const batchSize = 1_000;

/** Read from AWS by a reader of this process. `warn` hears of what is wrong with its store. */
export async function awsWalk(config: Config, warn: (message: string) => void): Promise<Source> {
  await using opening = new AsyncDisposableStack();
  const { options } = opening.use(await openAwsSource(config));
  const opened = opening.adopt(await openReader(config, options, randomBytes(32), warn), (reader) =>
    reader.close(),
  );
  const meter = new CallMeter();
  const scopeOf = (signal: AbortSignal): ReadScope => ({
    signal,
    deadline: new AbortController().signal,
    meter,
  });
  const instance = (scope: ReadScope) => opened.reader.instance(undefined, scope);

  async function* walk({ filter, needs, evidence, signal }: Question): AsyncGenerator<Stretch, void> {
    const scope = scopeOf(signal);
    const reader = await instance(scope);
    const names = [...new Set(Array.from(needs, kindOf))];
    for await (const event of reader.sweep({ filter, batchSize, names }, scope)) {
      const { progress, completeness } = event;
      yield { progress, rows: await assignmentFactsOf(event, needs, reader, evidence, scope) };
      if (progress.done) evidence.addPage(completeness);
    }
  }

  async function* people(question: PeopleQuestion): AsyncGenerator<PeopleStretch, void> {
    const { filter, user, evidence, signal } = question;
    const scope = scopeOf(signal);
    const reader = await instance(scope);
    let [after, found]: [string | undefined, number] = [undefined, 0];
    do {
      const asked = { filter, user, after, first: batchSize, wholeReach: true, withTotalCount: false };
      const page: EffectivePage = await reader.effectiveAccess(asked, scope);
      evidence.addPage(page.completeness);
      found += page.rows.length;
      const rows = await personFactsOf(page, reader, evidence, scope);
      const done = !page.hasNextPage;
      yield { rows, progress: peopleProgress(meter.toJSON().calls, found, done) };
      after = done ? undefined : page.endCursor;
    } while (after !== undefined);
  }

  const held = opening.move();
  return {
    walk,
    people,
    instanceArn: async (signal) => (await instance(scopeOf(signal))).instance.instanceArn,
    calls: () => meter.toJSON().calls,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** What the sweep reads along with the rows. */
function kindOf(need: Need): NameKind {
  return need === 'ouPaths' ? 'accounts' : need;
}
