import { settings } from '../access/settings.ts';
import { authorization, leave } from '../access/token.ts';
import { type Document, textOf } from './document.ts';

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

export interface Answer<Result> {
  readonly data: Result | undefined;
  readonly errors: readonly GraphqlError[];
  /** To AWS, for this answer. */
  readonly calls: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

interface Body<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly GraphqlError[];
  readonly extensions?: { readonly aws?: { readonly calls: number } };
}

/** Nothing came back. */
export class Unreachable extends Error {}

/** Nobody is known by what this tab sent. */
export class Unauthenticated extends Error {}

export async function ask<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer<Result>> {
  const response = await post(textOf(document), variables, 'application/json', signal);
  const body = (await response.json().catch(() => undefined)) as Body<Result> | undefined;
  signal?.throwIfAborted();
  const errors =
    body?.errors ?? (body?.data ? [] : [{ message: `The gateway answered HTTP ${response.status}.` }]);
  return { data: body?.data ?? undefined, errors, calls: body?.extensions?.aws?.calls ?? 0, at: Date.now() };
}

/** Sends an operation; 401 and no connection are errors here, whatever was asked. */
export async function post(
  query: string,
  variables: unknown,
  accept: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      Accept: accept,
      'Content-Type': 'application/json',
      ...settings.headers,
      ...authorization(),
    },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new Unreachable('There is no connection to the gateway.', { cause: error });
  });
  if (response.status === 401) {
    leave();
    throw new Unauthenticated('The gateway does not know who asks.');
  }
  return response;
}
