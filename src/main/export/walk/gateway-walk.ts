import { setTimeout as delay } from 'node:timers/promises';
import { createClient, NetworkError } from 'graphql-sse';
import type { Config } from '../../../config/config.ts';
import { formatDuration } from '../../../duration.ts';
import { GatewayError } from '../../../errors.ts';
import { type AnswerError, errorOf, gatewayClient } from '../../commands/gateway-client.ts';
import { StartupError } from '../../startup-error.ts';
import { completenessOf, failureOf, progressOf, sweepDocument, type SweepEvent } from './gateway-sweep.ts';
import { changeOf, changesDocument, type ChangeNode } from './gateway-changes.ts';
import { type ListPage, pagesOf, type Walk } from './gateway-pages.ts';
import { peopleDocument, personOf, type PersonNode } from './gateway-people.ts';
import { factsOf } from './gateway-rows.ts';
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

interface Result {
  readonly data?: { readonly assignmentSweep: SweepEvent | null } | null;
  readonly errors?: readonly AnswerError[];
}

interface PeopleData {
  readonly effectiveAccess: ListPage<PersonNode> | null;
}

interface ChangesData {
  readonly changes: ListPage<ChangeNode> | null;
}

/** As often as a sweep that brings nothing new is taken up again, after 1, 2, 4, … seconds. */
const patience = 5;

/** Read by a running gateway, which needs its token and nothing of AWS. */
export async function gatewayWalk(url: string, config: Config): Promise<Source> {
  const { instanceArn = null, maxAgeMs } = config;
  const gateway = await gatewayClient(url, config);
  const client = createClient({ url, headers: gateway.headers, retryAttempts: 0 });
  let calls = 0;

  /** From the cursor on, until the sweep ends, for whatever reason. */
  async function* once({ filter, needs, signal }: Question, after: string | null): AsyncGenerator<Result> {
    const maxAge = maxAgeMs === undefined ? null : formatDuration(maxAgeMs);
    const variables = { filter, after, maxAge, instanceArn };
    const results = client.iterate({ query: sweepDocument(needs), variables });
    using _ = whenAborted(signal, () => void results.return?.());
    yield* results as AsyncIterable<Result>; // checked by its use, as every answer is
    signal.throwIfAborted();
  }

  async function* walk(question: Question): AsyncGenerator<Stretch, void> {
    const { evidence, signal } = question;
    let after: string | null = null;
    let [told, failed] = [0, 0];
    while (true) {
      const before = calls;
      let error: unknown;
      try {
        for await (const { data, errors = [] } of once(question, after)) {
          const event: SweepEvent | null | undefined = data?.assignmentSweep;
          if (!event) throw errorOf(errors[0] ?? { message: 'The gateway ended the sweep without a reason' });
          for (const lookup of errors) evidence.add({ readAt: undefined, failure: failureOf(lookup) });
          if (event.endCursor !== null && event.endCursor !== after) [after, failed] = [event.endCursor, 0];
          told += event.assignments.length;
          calls = before + event.progress.callsDone;
          evidence.addPage(completenessOf(event));
          yield { rows: event.assignments.map(factsOf), progress: progressOf(event, told) };
          if (event.progress.done) return;
        }
      } catch (caught) {
        signal.throwIfAborted();
        error = caught;
      }
      failed += 1;
      if (!mayPass(error) || failed > patience) throw inTerminal(error, url);
      await delay(500 * 2 ** failed, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  async function* people({ filter, user, evidence, signal }: PeopleQuestion): AsyncGenerator<PeopleStretch> {
    const maxAge = maxAgeMs === undefined ? null : formatDuration(maxAgeMs);
    const variables = { filter, user, maxAge, instanceArn };
    const list = ({ effectiveAccess }: PeopleData) => effectiveAccess;
    const walked = { document: peopleDocument, list, variables, evidence, signal };
    for await (const { rows, progress } of pages(walked)) yield { rows: rows.map(personOf), progress };
  }

  async function* changes(question: ChangeQuestion): AsyncGenerator<ChangeStretch> {
    const { filter, withNames, evidence, signal } = question;
    const moment = (at: number) => new Date(at).toISOString();
    const until = question.until === undefined ? null : moment(question.until);
    const variables = { filter, since: moment(question.since), until, instanceArn };
    const list = ({ changes: page }: ChangesData) => page;
    const walked = { document: changesDocument(withNames), list, variables, evidence, signal };
    for await (const { rows, progress } of pages(walked)) yield { rows: rows.map(changeOf), progress };
  }

  /** With how far it is, over all pages. */
  async function* pages<Node, Data>(walked: Walk<Node, Data>) {
    let found = 0;
    for await (const { nodes, calls: made, done } of pagesOf(gateway, walked)) {
      calls += made;
      found += nodes.length;
      yield { rows: nodes, progress: pagedProgress(calls, found, done) };
    }
  }

  return {
    walk,
    people,
    changes,
    asker: async () => ({
      async askInPart<Data>(query: string, asked: object, signal: AbortSignal) {
        const answer = await gateway.askInPart<Data>(query, asked, signal);
        calls += answer.calls;
        return answer;
      },
    }),
    calls: () => calls,
    async instanceArn(signal) {
      const query = 'query ($arn: String) { instance(arn: $arn) { arn } }';
      const { instance } = await gateway.ask<{ instance: { arn: string } }>(
        query,
        { arn: instanceArn },
        signal,
      );
      return instance.arn;
    },
    [Symbol.asyncDispose]: async () => client.dispose(),
  };
}

/** What may be over at the next try: a cut connection, a gateway that starts again, a limit. */
function mayPass(error: unknown): boolean {
  if (error === undefined) return true;
  if (error instanceof GatewayError) return ['TIMEOUT', 'TOO_MANY_REQUESTS'].includes(error.code);
  const status = error instanceof NetworkError ? error.response?.status : undefined;
  return status === undefined || status === 429 || status >= 500;
}

function inTerminal(error: unknown, url: string): unknown {
  if (error instanceof GatewayError) return error;
  const status = error instanceof NetworkError ? error.response?.status : undefined;
  const what = status === undefined ? 'the connection broke off' : `it answered ${status}`;
  return new StartupError(`${url}: ${what}, and so it did ${patience} times more`, { cause: error });
}

function whenAborted(signal: AbortSignal, act: () => void): Disposable {
  signal.addEventListener('abort', act, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', act) };
}
