import {
  GraphQLError,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { abandon, answerObject, isPromiseLike, joined, type SelectionOf } from './fields.ts';
import {
  type Complete,
  type CompiledField,
  nothing,
  type Place,
  type Run,
  type Selection,
  type Text,
} from './run.ts';

export function completeLeaf(type: GraphQLLeafType): Complete {
  return orNull((_run, _field, value) => {
    const coerced = type.coerceOutputValue(value);
    if (coerced === null || coerced === undefined)
      throw new Error(`${type.name} makes nothing of a value that is there`);
    return JSON.stringify(coerced);
  });
}

export function completeNonNull(complete: Complete): Complete {
  const checked = (field: CompiledField, completed: string) => {
    if (completed !== nothing) return completed;
    const { parentType, definition } = field;
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`);
  };
  return (run, field, value, place) => {
    const completed = complete(run, field, value, place);
    return typeof completed === 'string'
      ? checked(field, completed)
      : completed.then((settled) => checked(field, settled));
  };
}

export function completeList(isNonNull: boolean, complete: Complete): Complete {
  const itemLater = async (run: Run, field: CompiledField, item: PromiseLike<unknown>, place: Place) => {
    try {
      return await complete(run, field, await item, place);
    } catch (error) {
      return run.failed(error, field, isNonNull, place);
    }
  };
  const itemOf = (run: Run, field: CompiledField, item: unknown, place: Place): Text => {
    if (isPromiseLike(item)) return itemLater(run, field, item, place);
    try {
      const completed = complete(run, field, item, place);
      return typeof completed === 'string'
        ? completed
        : completed.catch((error: unknown) => run.failed(error, field, isNonNull, place));
    } catch (error) {
      return run.failed(error, field, isNonNull, place);
    }
  };
  return orNull((run, field, value, place) => {
    const { parentType, definition } = field;
    if (!isIterable(value))
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${parentType.name}.${definition.name}".`,
      );
    let text = '[';
    // Begun where the first item has to be waited for.
    let pieces: Text[] | undefined;
    let count = 0;
    try {
      for (const item of value) {
        const completed = itemOf(run, field, item, { above: place, key: count });
        const comma = count++ > 0 ? ',' : '';
        if (pieces) pieces.push(comma, completed);
        else if (typeof completed === 'string') text += comma + completed;
        else pieces = [text, comma, completed];
      }
    } catch (error) {
      if (pieces) abandon(pieces);
      throw error;
    }
    return pieces ? joined(pieces, ']') : `${text}]`;
  });
}

export function completeObject(type: GraphQLObjectType, selectionOf: SelectionOf): Complete {
  let selection: Selection | undefined;
  return orNull((run, _field, value, place) =>
    answerObject(run, (selection ??= selectionOf(type)), value, place),
  );
}

export function completeAbstract(
  schema: GraphQLSchema,
  type: GraphQLAbstractType,
  selectionOf: SelectionOf,
): Complete {
  const known = new Map<unknown, Selection>();
  return orNull((run, field, value, place) => {
    const name = type.resolveType?.(value, run.context, run.infoOf(field), type);
    let selection = known.get(name);
    if (!selection) {
      const objectType = typeof name === 'string' ? schema.getType(name) : undefined;
      if (!isObjectType(objectType) || !schema.isSubType(type, objectType))
        throw new GraphQLError(`A value of "${type.name}" is of no type that implements it`, {
          nodes: field.nodes,
        });
      known.set(name, (selection = selectionOf(objectType)));
    }
    return answerObject(run, selection, value, place);
  });
}

/** What every value may be instead: nothing, or an error. */
function orNull(complete: Complete): Complete {
  return (run, field, value, place) => {
    if (value === null || value === undefined) return nothing;
    if (value instanceof Error) throw value;
    return complete(run, field, value, place);
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
