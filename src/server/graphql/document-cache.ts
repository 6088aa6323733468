/** A parsed document takes some seventy times the memory of its text. */
const maxCharacters = 250_000;

/** Keeps what was made of the latest documents for clients that send the same again, up to a bounded size. */
export function createDocumentCache<Made>() {
  const documents = new Map<string, Made>();
  let characters = 0;
  return {
    get(query: string): Made | undefined {
      const document = documents.get(query);
      if (document) {
        documents.delete(query);
        documents.set(query, document);
      }
      return document;
    },
    set(query: string, document: Made): void {
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
