import type { GraphQLObjectType } from 'graphql';
import type { CompiledField, Place, Run, Selection, Text } from './run.ts';

export type SelectionOf = (type: GraphQLObjectType) => Selection;

/** One object, which may have been told before in the same words; a promise only where a field of it is. */
export function answerObject(
  run: Run,
  selection: Selection,
  source: unknown,
  place: Place | undefined,
): Text {
  const { fields, told } = selection;
  if (!told || !run.keepsFragments) return answerFields(run, fields, source, place);
  // The casts: a type's identity is of its own things.
  const era = told.eraOf(source as never);
  if (!era) return answerFields(run, fields, source, place);
  const key = told.keyOf(source as never);
  const known = told.fragments.get(era, key);
  if (known !== undefined) return known;
  const errors = run.errors.length;
  const text = answerFields(run, fields, source, place);
  if (typeof text === 'string' && run.errors.length === errors) told.fragments.set(era, key, text);
  return text;
}

/** The fields of one object; a promise only where one of them is. */
export function answerFields(
  run: Run,
  fields: readonly CompiledField[],
  source: unknown,
  above: Place | undefined,
): Text {
  let text = '{';
  // Begun where the first value has to be waited for.
  let pieces: Text[] | undefined;
  try {
    for (const field of fields) {
      const value = answerField(run, field, source, above);
      if (pieces) pieces.push(field.opening, value);
      else if (typeof value === 'string') text += field.opening + value;
      else pieces = [text, field.opening, value];
    }
  } catch (error) {
    if (pieces) abandon(pieces);
    throw error;
  }
  return pieces ? joined(pieces, '}') : `${text}}`;
}

/** In one text, when all are there. */
export async function joined(pieces: readonly Text[], end: string): Promise<string> {
  return (await Promise.all(pieces.map(async (piece) => piece))).join('') + end;
}

function answerField(run: Run, field: CompiledField, source: unknown, above: Place | undefined): Text {
  const { name: key, isNonNull, complete } = field;
  let place: Place | undefined = field.isLeaf ? undefined : { above, key };
  try {
    const value = field.resolve(source, run.argsOf(field), run.context, run.infoOf(field));
    if (isPromiseLike(value)) return answerLater(run, field, value, { above, key });
    const completed = complete(run, field, value, place);
    if (typeof completed === 'string') return completed;
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
