import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import type { Context } from '../context.ts';
import { requirePermission, type Permission } from '../viewer.ts';

/** What a viewer needs for a field, in the field's options. Every root field needs `read` when it says nothing. */
export function needs(permission: Permission) {
  return { extensions: { permission } };
}

type Resolve<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

/**
 * Refuses a field before it is resolved or subscribed to: the one place that compares fields with permissions, and
 * so also the one that says in their descriptions what they need.
 */
class PermissionPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const permission = permissionFor(field);
    if (permission === undefined) return field;
    const description = `${field.description ?? ''} Needs the permission ${permission}.`.trimStart();
    return { ...field, description };
  }

  override wrapResolve(resolve: Resolve<Types>, field: PothosOutputFieldConfig<Types>): Resolve<Types> {
    const permission = permissionFor(field);
    if (permission === undefined) return resolve;
    return (parent, args, context, info) => {
      requirePermission((context as Context).viewer, permission); // the builder's only type of context
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

function permissionFor<Types extends SchemaTypes>({
  kind,
  extensions,
}: PothosOutputFieldConfig<Types>): Permission | undefined {
  const { permission } = (extensions ?? {}) as Partial<ReturnType<typeof needs>['extensions']>; // as needs() wrote it
  return permission ?? (rootKinds.has(kind) ? 'read' : undefined);
}

declare global {
  // Pothos' own way to make a plugin known to its types: types only, nothing at run time.
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      permission: PermissionPlugin<Types>;
    }
  }
}

SchemaBuilder.registerPlugin('permission', PermissionPlugin);
