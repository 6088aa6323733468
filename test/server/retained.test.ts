import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { overSse, overWebSocket } from './clients.ts';
import { runningServer, type TestServer } from './running-server.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const later = () => new Promise((resolve) => setImmediate(resolve, 'a'));

/** Events of a hundred objects, whose fields have to be waited for, until the test has enough. */
function rowsWithoutEnd() {
  const schema = buildSchema(`
    type Query { hello: String }
    type Row { a: String, b: String }
    type Subscription { rows: [Row] }
  `);
  const { rows } = schema.getSubscriptionType()!.getFields();
  rows!.subscribe = async function* () {
    for (;;) yield { rows: Array.from({ length: 100 }, () => ({ a: later, b: later })) };
  };
  return schema;
}

const subscribe = {
  SSE: (server: TestServer) => overSse(server).iterate({ query: 'subscription { rows { a b } }' }),
  WebSocket: (server: TestServer) =>
    overWebSocket(server).iterate({ query: 'subscription { rows { a b } }' }),
};

test.each(['SSE', 'WebSocket'] as const)(
  'over %s a subscription keeps nothing of the events that it has given',
  async (transport) => {
    await using server = await runningServer({ schema: rowsWithoutEnd() });
    const events = subscribe[transport](server);
    const heapAfter = async (count: number) => {
      for (let n = 0; n < count; n++) await events.next();
      collectGarbage();
      return process.memoryUsage().heapUsed / 1e6;
    };
    const before = await heapAfter(100);
    // A hundred thousand objects; the client may be a few events behind.
    expect((await heapAfter(1_000)) - before).toBeLessThan(15);
    await events.return?.();
  },
);
