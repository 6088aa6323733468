import type { GraphQLResolveInfo } from 'graphql';
import type { NameKind, SweepEvent } from '../reader/sweep.ts';
import { builder } from './builder.ts';
import { selectsUnder } from './look-ahead.ts';
import { Assignment, AssignmentSweepEventRef, CompletenessRef } from './refs.ts';

const SweepProgress = builder.objectRef<SweepEvent['progress']>('SweepProgress').implement({
  fields: (t) => ({
    callsDone: t.exposeInt('callsDone', { nullable: false }),
    callsTotal: t.exposeInt('callsTotal', {
      description: 'As the plan expects it now; null until it can be told.',
    }),
    assignments: t.exposeInt('assignments', { nullable: false }),
    secondsLeft: t.exposeFloat('secondsLeft', { description: 'Null while it cannot be told.' }),
    done: t.exposeBoolean('done', { nullable: false }),
  }),
});

AssignmentSweepEventRef.implement({
  fields: (t) => ({
    assignments: t.field({
      type: [Assignment],
      nullable: false,
      // The batch counts where the subscription is selected.
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ rows, reader, freshness }) => rows.map((row) => ({ ...row, reader, freshness })),
    }),
    endCursor: t.exposeString('endCursor'),
    progress: t.field({ type: SweepProgress, nullable: false, resolve: ({ progress }) => progress }),
    completeness: t.field({
      type: CompletenessRef,
      nullable: false,
      description: 'Of all so far.',
      resolve: ({ completeness }) => completeness,
    }),
  }),
});

/** The fields that a lookup answers, of each end of an assignment. */
const lookedUp: readonly {
  readonly kind: NameKind;
  readonly under: string;
  readonly fields: readonly string[];
}[] = [
  {
    kind: 'principals',
    under: 'principal',
    fields: ['name', 'deleted', 'userName', 'displayName', 'email', 'enabled', 'description'],
  },
  {
    kind: 'permissionSets',
    under: 'permissionSet',
    fields: ['name', 'description', 'sessionDuration', 'relayState', 'createdAt'],
  },
  { kind: 'accounts', under: 'target', fields: ['name', 'email', 'state'] },
];

/** What a sweep's query looks up of each row: a sweep reads that along with the rows. */
export function namesSelected(info: GraphQLResolveInfo): NameKind[] {
  return lookedUp
    .filter(({ under, fields }) => selectsUnder(info, ['assignments', under], fields))
    .map(({ kind }) => kind);
}
