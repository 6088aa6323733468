import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { completenessFields, type Page, type Row, type TestGateway } from './gateway-on-sandbox.ts';

/** One event of a sweep. */
export interface SweepEvent {
  readonly assignments: readonly Row[];
  readonly endCursor: string | null;
  readonly progress: {
    readonly callsDone: number;
    readonly callsTotal: number | null;
    readonly assignments: number;
    readonly secondsLeft: number | null;
    readonly done: boolean;
  };
  readonly completeness: Page['completeness'];
}

export interface SweepResult {
  readonly data?: { readonly assignmentSweep: SweepEvent } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** `names`: what is selected of each assignment beside its ids. */
export const sweepQuery = (
  names = '',
) => `subscription ($filter: AssignmentFilter, $after: String, $batchSize: Int, $maxAge: Duration) {
  assignmentSweep(filter: $filter, after: $after, batchSize: $batchSize, maxAge: $maxAge) {
    assignments { principal { principalType principalId } permissionSet { arn } target { targetId } ${names} }
    endCursor
    progress { callsDone callsTotal assignments secondsLeft done }
    completeness { ${completenessFields} }
  }
}`;

/** Closes its socket once nothing is subscribed to. */
export function overWebSocket({ url }: TestGateway): Client {
  return createWsClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
}

export type Subscribe = (
  gateway: TestGateway,
  variables?: object,
  names?: string,
) => AsyncIterableIterator<SweepResult>;

// The clients type what comes as unknown; the query says what it is.
export const overSse: Subscribe = ({ url }, variables = {}, names = '') =>
  createSseClient({ url, retryAttempts: 0 }).iterate({
    query: sweepQuery(names),
    variables: { ...variables },
  }) as never;

/** A socket for each sweep. */
export const overSocket: Subscribe = (gateway, variables = {}, names = '') =>
  overWebSocket(gateway).iterate({ query: sweepQuery(names), variables: { ...variables } }) as never;

/** Throws when an event has errors instead of data. */
export async function eventsOf(results: AsyncIterable<SweepResult>): Promise<SweepEvent[]> {
  const events: SweepEvent[] = [];
  for await (const { data, errors } of results) {
    if (!data) throw new Error(`The sweep failed: ${JSON.stringify(errors)}`);
    events.push(data.assignmentSweep);
  }
  return events;
}

export function rowsOf(events: readonly SweepEvent[]): Row[] {
  return events.flatMap(({ assignments }) => assignments);
}
