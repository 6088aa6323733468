import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** The connection broke, or whoever answers it said that nobody can at present. */
export class Unreachable extends Error {}

/** Codes that ask for another try, and nothing else. */
export const passing = ['REPLICA_BEHIND', 'STORE_UNAVAILABLE', 'TIMEOUT', 'AWS_UNAVAILABLE', 'AWS_THROTTLED'];

export interface Answer {
  readonly data: any;
  /** Of the first error. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** Asks over a connection of its own, so that each question may go to another replica. */
export async function askAt(
  port: number,
  token: string,
  query: string,
  variables: object = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const sent = request({
    host: '127.0.0.1',
    port,
    path: '/graphql',
    method: 'POST',
    // One connection, which ends with the answer.
    agent: new Agent({ keepAlive: false }),
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Connection: 'close' },
    timeout: 45_000,
  });
  sent.once('timeout', () => sent.destroy(new Error('no answer within 45 s')));
  sent.once('error', reject).once('response', (response) => {
    const { statusCode: status = 0 } = response;
    text(response).then((body) => resolve({ status, body }), reject);
  });
  sent.end(JSON.stringify({ query, variables }));
  const { status, body } = await promise.catch((error: unknown) => {
    throw new Unreachable(String(error));
  });
  if (status === 503) throw new Unreachable(`503 ${body.slice(0, 200)}`);
  const { data, errors } = JSON.parse(body);
  return { data, code: errors?.[0]?.extensions?.code, message: errors?.[0]?.message };
}
