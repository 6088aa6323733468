import type { initGraphQLTada, ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
import type { Introspection } from './schema.generated.ts';

interface Setup {
  introspection: Introspection;
  scalars: { ID: string; DateTime: string; Duration: string };
  disableMasking: true;
}

/** A query with the types of its variables and of what it answers; when the page runs, it is its text alone. */
export type Document<Result = unknown, Variables = unknown> = TadaDocumentNode<Result, Variables>;

export type { ResultOf, VariablesOf };

interface Text {
  readonly text: string;
}

function document(text: string, fragments: readonly Text[] = []): Text {
  const parts = new Set([dedented(text), ...fragments.flatMap((fragment) => fragment.text.split(between))]);
  return { text: [...parts].join(between) };
}

const between = '\n\n';

function dedented(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join('\n');
}

/** A typed query of its text, and of the fragments that it uses. */
// Only the types of gql.tada are used: its parser would be 3 kB more for a text that is there already.
export const graphql = document as unknown as ReturnType<typeof initGraphQLTada<Setup>>;

/** As it is sent, and as people read it. */
export function textOf(document: object): string {
  // Made by the function above.
  return (document as Text).text;
}
