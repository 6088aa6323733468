import { createHash } from 'node:crypto';
import { GraphQLError, type GraphQLSchema, Source, validate } from 'graphql';
import type { Logger } from '../../log.ts';
import { parseQuery } from '../../schema/cost/parse.ts';
import { checkLimits } from '../../schema/cost/refusal.ts';
import { type PersistedSource, readSources } from './sources.ts';

/** Documents that the gateway has, so that clients need only name them. */
export interface PersistedDocuments {
  /** The text of the document that goes by this id; undefined when none does. */
  find(id: string): string | undefined;
  /** Is it the text of one of them? */
  includes(text: string): boolean;
  /** Takes them as they are on the disk now; when one cannot be used, all stay the former ones. */
  reload(logger: Logger): Promise<void>;
}

interface Documents {
  readonly byId: ReadonlyMap<string, string>;
  readonly texts: ReadonlySet<string>;
}

/** Throws an AggregateError with an error for each document that this schema would refuse, naming its file. */
export async function openPersisted(path: string, schema: GraphQLSchema): Promise<PersistedDocuments> {
  const read = async () => documentsOf(await readSources(path), schema);
  let { byId, texts } = await read();
  return {
    find: (id) => byId.get(id),
    includes: (text) => texts.has(text),
    async reload(logger) {
      try {
        ({ byId, texts } = await read());
        logger.info({ file: path }, 'the persisted documents were read anew');
      } catch (error) {
        const problems: unknown[] = error instanceof AggregateError ? error.errors : [error];
        const reason = problems.map((problem) =>
          problem instanceof Error ? problem.message : String(problem),
        );
        logger.warn({ file: path, reason }, 'the persisted documents stay the former ones');
      }
    },
  };
}

function documentsOf(sources: readonly PersistedSource[], schema: GraphQLSchema): Documents {
  const byId = new Map<string, PersistedSource>();
  const problems: Error[] = [];
  for (const source of sources) {
    problems.push(...problemsOf(source, schema));
    for (const id of idsOf(source)) {
      const other = byId.get(id);
      if (other && other.text !== source.text)
        problems.push(new Error(`${source.where} has the id ${id}, as ${other.where} has`));
      byId.set(id, source);
    }
  }
  if (problems.length > 0) throw new AggregateError(problems);
  return {
    byId: new Map([...byId].map(([id, { text }]) => [id, text])),
    texts: new Set(sources.map(({ text }) => text)),
  };
}

/** An editor ends a file with a line end, which the text that a client hashes mostly has not. */
function idsOf({ id, text }: PersistedSource): ReadonlySet<string> {
  const hashes = [text, text.trimEnd()].map(
    (one) => `sha256:${createHash('sha256').update(one).digest('hex')}`,
  );
  return new Set(id === undefined ? hashes : [id, ...hashes]);
}

function problemsOf({ where, text }: PersistedSource, schema: GraphQLSchema): Error[] {
  try {
    checkLimits({ length: text.length });
    return validate(schema, parseQuery(new Source(text, where))).map((error) => problem(where, error));
  } catch (error) {
    if (error instanceof GraphQLError) return [problem(where, error)];
    throw error;
  }
}

function problem(where: string, { message, locations }: GraphQLError): Error {
  const [at] = locations ?? [];
  return new Error(`${where}${at ? `:${at.line}:${at.column}` : ''}: ${message}`);
}
