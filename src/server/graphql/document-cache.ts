import type { DocumentNode } from 'graphql';

/** A parsed document takes some seventy times the memory of its text. */
const maxCharacters = 250_000;

/** Keeps the latest documents for clients that send the same again, up to a bounded size. */
export function createDocumentCache() {
  const documents = new Map<string, DocumentNode>();
  let characters = 0;
  return {
    get(query: string): DocumentNode | undefined {
      const document = documents.get(query);
      if (document) {
        documents.delete(query);
        documents.set(query, document);
      }
      return document;
    },
    set(query: string, document: DocumentNode): void {
      if (!documents.has(query)) characters += query.length;
      documents.set(query, document);
      for (const oldest of documents.keys()) {
        if (characters <= maxCharacters) break;
        documents.delete(oldest);
        characters -= oldest.length;
      }
    },
  };
}
