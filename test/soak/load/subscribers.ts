import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type Load, pause } from './load.ts';
import type { ServedGateway } from './served-gateway.ts';

interface Result {
  readonly data?: any;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

interface Subscriber {
  subscribe(query: string, variables: object): AsyncIterableIterator<Result>;
  close(): void;
}

export const transports = ['SSE', 'WebSocket'] as const;
type Transport = (typeof transports)[number];

// The clients type what comes as unknown; the query says what it is.
function subscriber({ url, headers }: ServedGateway, transport: Transport): Subscriber {
  if (transport === 'SSE') {
    const client = createSseClient({ url, headers, retryAttempts: 0 });
    return {
      subscribe: (query, variables) => client.iterate({ query, variables: { ...variables } }) as never,
      close: () => client.dispose(),
    };
  }
  const client = createWsClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: headers,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => {},
  });
  return {
    subscribe: (query, variables) => client.iterate({ query, variables: { ...variables } }) as never,
    close: () => void client.dispose(),
  };
}

/** How a subscription ended before everything was told: with what reason. */
export type Ending = string;

/** Watches logins, one after the other: `current` is the one that waits. */
export function goOnWatching(
  load: Load,
  gateway: ServedGateway,
  transport: Transport,
  current: () => string | undefined,
  endings: Ending[],
): void {
  const query = 'subscription ($id: ID!) { loginStatus(loginId: $id) { state } }';
  load.goOn(`a login's watcher over ${transport}`, async () => {
    const me = subscriber(gateway, transport);
    let watched: string | undefined;
    while (!load.isOver) {
      const id = current();
      if (id === undefined || id === watched) {
        await pause(20);
        continue;
      }
      watched = id;
      let last: Result = {};
      for await (const result of me.subscribe(query, { id })) {
        last = result;
        if (result.data?.loginStatus.state === 'PENDING') load.count('told to wait');
      }
      load.count('watched logins');
      if (last.errors) endings.push(reasonOf(last));
      else if (!['SUCCEEDED', 'CANCELLED'].includes(last.data?.loginStatus.state))
        load.problems.push(`a login's watcher was left with ${JSON.stringify(last)}`);
    }
    me.close();
  });
}

/** Sweeps through what `variables` say, again and again. */
export function goOnSweeping(
  load: Load,
  gateway: ServedGateway,
  transport: Transport,
  variables: () => object,
  endings: Ending[],
): void {
  const query = `subscription ($filter: AssignmentFilter, $maxAge: Duration) {
    assignmentSweep(filter: $filter, maxAge: $maxAge, batchSize: 100) {
      assignments { principal { name } permissionSet { name } target { name } }
      progress { assignments done }
      completeness { complete }
    }
  }`;
  load.goOn(`a sweep over ${transport}`, async () => {
    const me = subscriber(gateway, transport);
    while (!load.isOver) {
      let rows = 0;
      let last: Result = {};
      for await (const result of me.subscribe(query, variables())) {
        last = result;
        rows += result.data?.assignmentSweep.assignments.length ?? 0;
      }
      load.count('sweeps');
      const { progress, completeness } = last.data?.assignmentSweep ?? {};
      if (last.errors) endings.push(reasonOf(last));
      else if (!progress?.done || progress.assignments !== rows || !completeness.complete)
        load.problems.push(`a sweep was left with ${rows} rows and ${JSON.stringify(last)}`);
      for (let waited = 0; waited < 1_000 && !load.isOver; waited += 50) await pause(50);
    }
    me.close();
  });
}

function reasonOf({ errors }: Result): Ending {
  return errors!.map(({ message, extensions }) => `${extensions?.code}: ${message}`).join();
}
