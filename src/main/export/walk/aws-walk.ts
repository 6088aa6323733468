import { randomBytes } from 'node:crypto';
import { CallMeter } from '../../../aws/call/meter.ts';
import type { CallerIdentityFacts } from '../../../aws/sts.ts';
import type { Config } from '../../../config/config.ts';
import type { NameKind } from '../../../reader/query/sweep.ts';
import type { InstanceReader } from '../../../reader/instance-reader.ts';
import type { SweepProgress } from '../../../reader/query/sweep-forecast.ts';
import type { Page } from '../../../reading/listing.ts';
import type { ReadScope } from '../../../reading/scope.ts';
import type { WalkEvidence } from '../../../reading/walk-evidence.ts';
import { openAwsSource } from '../../aws-source.ts';
import { openReader } from '../../gateway/open-reader.ts';
import { assignmentFactsOf } from '../rows/assignment-facts.ts';
import type { Need } from '../rows/columns.ts';
import { changeFactsOf } from '../rows/change-facts.ts';
import { personFactsOf } from '../rows/people-facts.ts';
import { pagedProgress } from '../progress.ts';
import type {
  ChangeQuestion,
  ChangeStretch,
  PeopleQuestion,
  PeopleStretch,
  Question,
  Source,
  Stretch,
} from './source.ts';

const batchSize = 1_000;

/** A source whose reader is at hand, too. */
export interface AwsWalk extends Source {
  /** `askedAt`: from when freshness is judged. @default the moment of each question */
  within(
    signal: AbortSignal,
    askedAt?: number,
  ): Promise<{ readonly reader: InstanceReader; readonly scope: ReadScope }>;
  /** Whose credentials it reads with. */
  caller(signal: AbortSignal): Promise<CallerIdentityFacts>;
}

/** Read from AWS by a reader of this process. `warn` hears of what is wrong with its store. */
export async function awsWalk(config: Config, warn: (message: string) => void): Promise<AwsWalk> {
  await using opening = new AsyncDisposableStack();
  const { options } = opening.use(await openAwsSource(config));
  const opened = opening.adopt(await openReader(config, options, randomBytes(32), warn), (reader) =>
    reader.close(),
  );
  const meter = new CallMeter();
  const scopeOf = (signal: AbortSignal, askedAt?: number): ReadScope => ({
    ...(askedAt !== undefined && { askedAt }),
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

  async function* people(question: PeopleQuestion): AsyncGenerator<PeopleStretch> {
    const { filter, user, readSince, evidence, signal } = question;
    const scope = scopeOf(signal, readSince);
    const reader = await instance(scope);
    const maxAgeMs = readSince === undefined ? undefined : 0;
    const asked = { filter, user, maxAgeMs, first: batchSize, wholeReach: true, withTotalCount: false };
    const ask = async (after: string | undefined) => await reader.effectiveAccess({ ...asked, after }, scope);
    for await (const { page, progress } of pages(ask, evidence))
      yield { rows: await personFactsOf(page, reader, evidence, scope), progress };
  }

  async function* changes(question: ChangeQuestion): AsyncGenerator<ChangeStretch> {
    const { filter, since, until, withNames, evidence, signal } = question;
    const scope = scopeOf(signal);
    const reader = await instance(scope);
    const asked = { filter, since, until, first: batchSize, withTotalCount: false };
    const ask = async (after: string | undefined) => await reader.changes({ ...asked, after }, scope);
    for await (const { page, progress } of pages(ask, evidence))
      yield { rows: await changeFactsOf(page, withNames, reader, evidence, scope), progress };
  }

  /** With how far it is, over all pages. */
  async function* pages<Row>(
    ask: (after: string | undefined) => Promise<Page<Row>>,
    evidence: WalkEvidence,
  ): AsyncGenerator<{ readonly page: Page<Row>; readonly progress: SweepProgress }, void> {
    let [after, found]: [string | undefined, number] = [undefined, 0];
    do {
      const page: Page<Row> = await ask(after);
      evidence.addPage(page.completeness);
      found += page.rows.length;
      const done = !page.hasNextPage;
      yield { page, progress: pagedProgress(meter.toJSON().calls, found, done) };
      after = done ? undefined : page.endCursor;
    } while (after !== undefined);
  }

  const held = opening.move();
  return {
    walk,
    people,
    changes,
    async asker(signal) {
      const { askReader } = await import('../../tables/ask-reader.ts');
      return askReader({
        reader: opened.reader,
        scope: scopeOf(signal, Date.now()),
        meter,
        config,
        aws: options,
      });
    },
    async within(signal, askedAt) {
      const scope = scopeOf(signal, askedAt);
      return { reader: await instance(scope), scope };
    },
    caller: (signal) => opened.aws.sts.getCallerIdentity(scopeOf(signal)),
    instanceArn: async (signal) => (await instance(scopeOf(signal))).instance.instanceArn,
    calls: () => meter.toJSON().calls,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** What the sweep reads along with the rows. */
function kindOf(need: Need): NameKind {
  return need === 'ouPaths' ? 'accounts' : need;
}
