import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Load, pause } from './load.ts';
import type { ServedGateway } from './served-gateway.ts';

const folder = new URL('../../queries/', import.meta.url);

/** A large page, besides the golden queries. */
const everything = `{
  assignments(first: 1000) {
    nodes { principal { principalId name } permissionSet { arn name } target { targetId name } }
    totalCount
  }
}`;

export const mixedQueries: readonly string[] = [
  everything,
  ...readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8')),
];

export interface Answer {
  readonly status: number | undefined;
  /** The data as text; the errors where there are any. */
  readonly text: string;
}

/** Somebody with a connection of their own, which they keep. */
export class Client {
  readonly #url: string;
  readonly #headers: ServedGateway['headers'];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** Requests that are under way. */
  static underWay = 0;

  constructor({ url, headers }: ServedGateway, sent = headers) {
    this.#url = url;
    this.#headers = sent;
  }

  async ask(query: string, variables: object = {}): Promise<Answer> {
    Client.underWay += 1;
    try {
      const sent = request(this.#url, { method: 'POST', headers: this.#headers, agent: this.#agent });
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      sent.once('error', reject).once('response', (response) => {
        text(response).then((body) => {
          const { data, errors } = JSON.parse(body);
          resolve({ status: response.statusCode, text: JSON.stringify(errors ?? data) });
        }, reject);
      });
      sent.end(JSON.stringify({ query, variables }));
      return await promise;
    } finally {
      Client.underWay -= 1;
    }
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** What each query is answered when everything was read. */
export async function expectedAnswers(gateway: ServedGateway): Promise<ReadonlyMap<string, Answer>> {
  const client = new Client(gateway);
  for (const query of mixedQueries) await client.ask(query);
  const answers = new Map<string, Answer>();
  for (const query of mixedQueries) answers.set(query, await client.ask(query));
  client.close();
  return answers;
}

/** Each asks one of the queries after the other, with pauses between them, and looks whether the answer is the one that it has to be. */
export function goOnAsking(
  load: Load,
  gateway: ServedGateway,
  clients: number,
  expected: ReadonlyMap<string, Answer>,
  latencies: number[],
  longestPauseMs: number,
): void {
  for (let n = 0; n < clients; n++) {
    load.goOn('a client', async () => {
      const client = new Client(gateway, gateway.nextHeaders());
      for (let turn = n; !load.isOver; turn += 7) {
        const query = mixedQueries[turn % mixedQueries.length]!;
        const askedAt = performance.now();
        const answer = await client.ask(query);
        latencies.push(performance.now() - askedAt);
        load.count('answers');
        const { status, text: told } = expected.get(query)!;
        if (answer.status !== status || answer.text !== told)
          load.problems.push(`another answer (${answer.status}): ${answer.text.slice(0, 300)}`);
        if (longestPauseMs > 0) await pause((turn * 37) % longestPauseMs);
      }
      client.close();
    });
  }
}
