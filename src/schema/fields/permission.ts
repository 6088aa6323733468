import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import type { Context } from '../../context.ts';
import { requirePermission, type Permission } from '../../viewer.ts';

type Resolve<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

/**
 * Refuses a field before it is resolved or subscribed to: the one place that compares fields with permissions, and
 * so also the one that says in their descriptions what they need.
 */
class PermissionPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const needed = field.pothosOptions.needs ?? (rootKinds.has(field.kind) ? ['read' as const] : undefined);
    if (!needed) return field;
    const description = `${field.description ?? ''} ${sentenceOf(needed)}`.trimStart();
    return { ...field, description, extensions: { ...field.extensions, ...declared(needed) } };
  }

  override wrapResolve(resolve: Resolve<Types>, field: PothosOutputFieldConfig<Types>): Resolve<Types> {
    const needed = declaredNeeds(field.extensions) ?? [];
    if (needed.length === 0) return resolve;
    return (parent, args, context, info) => {
      for (const permission of needed) requirePermission((context as Context).viewer, permission); // the builder's only type of context
      return resolve(parent, args, context, info);
    };
  }

  override wrapSubscribe(
    subscribe: Resolve<Types> | undefined,
    field: PothosOutputFieldConfig<Types>,
  ): Resolve<Types> | undefined {
    return subscribe && this.wrapResolve(subscribe, field);
  }
}

const rootKinds: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

function declared(permissions: readonly Permission[]) {
  return { permissions };
}

/** What a field of the schema needs itself, beside what led to it. */
export function declaredNeeds(extensions: unknown): readonly Permission[] | undefined {
  return ((extensions ?? {}) as Partial<ReturnType<typeof declared>>).permissions; // as declared() wrote it
}

function sentenceOf([one, ...more]: readonly Permission[]): string {
  if (one === undefined) return 'Needs no permission.';
  return `Needs the ${more.length === 0 ? 'permission' : 'permissions'} ${[one, ...more].join(' and ')}.`;
}

declare global {
  // Pothos' own way to make a plugin known to its types: types only, nothing at run time.
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      permission: PermissionPlugin<Types>;
    }
    // oxlint-disable-next-line no-unused-vars -- an interface is merged with another that has the same parameters
    export interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > {
      /**
       * What a viewer needs for the field, all of it. Every root field needs `read` when it says nothing; an empty list
       * is for whoever is known at all.
       */
      needs?: readonly Permission[];
    }
  }
}

SchemaBuilder.registerPlugin('permission', PermissionPlugin);
