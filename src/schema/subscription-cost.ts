import SchemaBuilder, { type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { PothosComplexityPlugin } from '@pothos/plugin-complexity';
import type { GraphQLFieldResolver } from 'graphql';

type Resolve<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

/**
 * Refuses a subscription that is too costly before it begins. The complexity plugin looks at resolvers only, and so
 * would refuse each of its events.
 */
class SubscriptionCostPlugin<Types extends SchemaTypes> extends PothosComplexityPlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>) {
    return field as never; // with the costs that the complexity plugin put there
  }

  override wrapResolve(resolve: Resolve<Types>): Resolve<Types> {
    return resolve;
  }

  override wrapSubscribe(
    subscribe: Resolve<Types> | undefined,
    field: PothosOutputFieldConfig<Types>,
  ): Resolve<Types> | undefined {
    return subscribe && super.wrapResolve(subscribe, field);
  }
}

declare global {
  // Pothos' own way to make a plugin known to its types: types only, nothing at run time.
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      subscriptionCost: SubscriptionCostPlugin<Types>;
    }
  }
}

SchemaBuilder.registerPlugin('subscriptionCost', SubscriptionCostPlugin);
