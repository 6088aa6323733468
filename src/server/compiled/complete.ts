import {
  GraphQLError,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { abandon, answerFields, type FieldsOf, isPromiseLike } from './fields.ts';
import type { Complete, CompiledField, Place, Run } from './run.ts';

export function completeLeaf(type: GraphQLLeafType): Complete {
  return orNull((_run, _field, value) => {
    const coerced = type.coerceOutputValue(value);
    if (coerced === null || coerced === undefined)
      throw new Error(`${type.name} makes nothing of a value that is there`);
    return coerced;
  });
}

export function completeNonNull(complete: Complete): Complete {
  const checked = (field: CompiledField, completed: unknown) => {
    if (completed !== null) return completed;
    const { parentType, definition } = field;
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`);
  };
  return (run, field, value, place) => {
    const completed = complete(run, field, value, place);
    return completed instanceof Promise
      ? completed.then((settled: unknown) => checked(field, settled))
      : checked(field, completed);
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
  const itemOf = (run: Run, field: CompiledField, item: unknown, place: Place) => {
    if (isPromiseLike(item)) return itemLater(run, field, item, place);
    try {
      const completed = complete(run, field, item, place);
      return completed instanceof Promise
        ? completed.catch((error: unknown) => run.failed(error, field, isNonNull, place))
        : completed;
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
    const items: unknown[] = [];
    let isWaiting = false;
    try {
      for (const item of value) {
        const completed = itemOf(run, field, item, { above: place, key: items.length });
        isWaiting ||= completed instanceof Promise;
        items.push(completed);
      }
    } catch (error) {
      abandon(items);
      throw error;
    }
    return isWaiting ? Promise.all(items) : items;
  });
}

export function completeObject(type: GraphQLObjectType, fieldsOf: FieldsOf): Complete {
  let fields: readonly CompiledField[] | undefined;
  return orNull((run, _field, value, place) => answerFields(run, (fields ??= fieldsOf(type)), value, place));
}

export function completeAbstract(
  schema: GraphQLSchema,
  type: GraphQLAbstractType,
  fieldsOf: FieldsOf,
): Complete {
  return orNull((run, field, value, place) => {
    const name = type.resolveType?.(value, run.context, run.infoOf(field), type);
    const objectType = typeof name === 'string' ? schema.getType(name) : undefined;
    if (!isObjectType(objectType) || !schema.isSubType(type, objectType))
      throw new GraphQLError(`A value of "${type.name}" is of no type that implements it`, {
        nodes: field.nodes,
      });
    return answerFields(run, fieldsOf(objectType), value, place);
  });
}

/** What every value may be instead: nothing, or an error. */
function orNull(complete: Complete): Complete {
  return (run, field, value, place) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return complete(run, field, value, place);
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
