import { GraphQLError } from 'graphql';
import { badRequest } from '../graphql/bad-request.ts';
import type { PersistedDocuments } from './documents.ts';

/** What a request asks, before anything of it is known to be right. */
export interface Asked {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

/** The same request with the text of the document that it names. */
export type Resolve = <Params extends Asked>(params: Params) => Omit<Params, 'documentId'>;

/**
 * Lets clients name a persisted document, by `documentId` as GraphQL over HTTP has it, or in the extension that
 * Apollo's and urql's clients send; with `only`, nothing but such documents is asked.
 */
export function documentResolver(documents: PersistedDocuments | undefined, only: boolean): Resolve {
  return ({ documentId, ...params }) => {
    const query = params.query ?? '';
    if (documentId === undefined || documentId === null) {
      const hash = query === '' ? hashIn(params.extensions) : undefined;
      if (hash !== undefined)
        return { ...params, query: find(documents, [`sha256:${hash}`, hash], notFoundByHash) };
      if (only && query !== '' && !documents?.includes(String(query))) throw notPersisted();
      return params;
    }
    if (typeof documentId !== 'string') throw badRequest('documentId is not a string.');
    // Over WebSocket, a query has to be there, if only an empty one.
    if (query !== '') throw badRequest('Send either a query or a documentId.');
    return { ...params, query: find(documents, [documentId], notFound) };
  };
}

function find(documents: PersistedDocuments | undefined, ids: readonly string[], otherwise: string): string {
  for (const id of ids) {
    const text = documents?.find(id);
    if (text !== undefined) return text;
  }
  throw new GraphQLError(otherwise, { extensions: { code: 'NOT_FOUND', http: { spec: true, status: 404 } } });
}

const notFound =
  'No persisted document has this documentId; --persisted-documents names those that there are.';
/** By this message clients know that they should send the text. */
const notFoundByHash = 'PersistedQueryNotFound';

function notPersisted(): GraphQLError {
  const message =
    'This gateway answers persisted documents only: send the documentId of one, and no other query.';
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN', http: { spec: true, status: 403 } } });
}

function hashIn(extensions: unknown): string | undefined {
  const { persistedQuery } = Object(extensions) as { readonly persistedQuery?: unknown };
  const { sha256Hash } = Object(persistedQuery) as { readonly sha256Hash?: unknown };
  return typeof sha256Hash === 'string' ? sha256Hash : undefined;
}
