import type { GraphQLObjectType } from 'graphql';
import type { CompiledField, Place, Run } from './run.ts';

export type FieldsOf = (type: GraphQLObjectType) => readonly CompiledField[];

export type Answer = Record<string, unknown>;

/** The fields of one object; a promise only where one of them is. */
export function answerFields(
  run: Run,
  fields: readonly CompiledField[],
  source: unknown,
  above: Place | undefined,
): Answer | Promise<Answer> {
  // Not without a prototype, which would be slow: a document with a name that a prototype heeds is not compiled.
  const answer: Answer = {};
  let waiting: Promise<unknown>[] | undefined;
  try {
    for (const field of fields) {
      const value = answerField(run, field, source, above);
      answer[field.name] = value;
      if (value instanceof Promise)
        (waiting ??= []).push(value.then((settled: unknown) => (answer[field.name] = settled)));
    }
  } catch (error) {
    if (waiting) abandon(waiting);
    throw error;
  }
  return waiting ? Promise.all(waiting).then(() => answer) : answer;
}

function answerField(run: Run, field: CompiledField, source: unknown, above: Place | undefined): unknown {
  const { name: key, isNonNull, complete } = field;
  let place: Place | undefined = field.isLeaf ? undefined : { above, key };
  try {
    const value = field.resolve(source, run.argsOf(field), run.context, run.infoOf(field));
    if (isPromiseLike(value)) return answerLater(run, field, value, { above, key });
    const completed = complete(run, field, value, place);
    if (!(completed instanceof Promise)) return completed;
    return completed.catch((error: unknown) =>
      run.failed(error, field, isNonNull, (place ??= { above, key })),
    );
  } catch (error) {
    return run.failed(error, field, isNonNull, (place ??= { above, key }));
  }
}

async function answerLater(run: Run, field: CompiledField, value: PromiseLike<unknown>, place: Place) {
  try {
    return await field.complete(run, field, await value, place);
  } catch (error) {
    return run.failed(error, field, field.isNonNull, place);
  }
}

/** Nobody waits for them any more: what becomes of them is of no interest, and no error of the process. */
export function abandon(values: readonly unknown[]): void {
  for (const value of values) if (value instanceof Promise) value.catch(() => {});
}

export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
