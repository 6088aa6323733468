import type { GraphQLResolveInfo } from 'graphql';
import type { NameKind, SweepEvent } from '../../reader/query/sweep.ts';
import { builder } from '../builder.ts';
import { costs } from '../cost/declared.ts';
import { selectsUnder } from '../fields/look-ahead.ts';
import { Assignment, AssignmentSweepEventRef, CompletenessRef } from '../refs.ts';

const SweepProgress = builder.objectRef<SweepEvent['progress']>('SweepProgress').implement({
  description: 'How far a sweep has come.',
  fields: (t) => ({
    callsDone: t.exposeInt('callsDone', {
      nullable: false,
      description: 'How many calls to AWS the sweep has made so far.',
    }),
    callsTotal: t.exposeInt('callsTotal', {
      description:
        'How many calls to AWS it will have made in the end, as the plan expects now; null until it can be told.',
    }),
    assignments: t.exposeInt('assignments', {
      nullable: false,
      description: 'How many assignments it has delivered so far, with those of this event.',
    }),
    secondsLeft: t.exposeFloat('secondsLeft', {
      description: 'How many seconds it still needs, at the present budget; null while it cannot be told.',
    }),
    done: t.exposeBoolean('done', {
      nullable: false,
      description: 'True on the last event: everything in reach was read, or has failed.',
    }),
  }),
});

AssignmentSweepEventRef.implement({
  description: 'The next assignments of a sweep, or news of its progress alone.',
  fields: (t) => ({
    assignments: t.field({
      type: [Assignment],
      nullable: false,
      description: 'The assignments that were found since the last event; empty when it only tells progress.',
      ...costs({ perItem: 1 }),
      resolve: ({ rows, reader, freshness }) => rows.map((row) => ({ ...row, reader, freshness })),
    }),
    endCursor: t.exposeString('endCursor', {
      description:
        'Where a sweep that breaks off here can go on: the value for after. Null before the first assignments were read.',
    }),
    progress: t.field({
      type: SweepProgress,
      nullable: false,
      description: 'How far the sweep has come, and how long it still takes.',
      resolve: ({ progress }) => progress,
    }),
    completeness: t.field({
      type: CompletenessRef,
      nullable: false,
      description: 'Whether anything is missing from all events so far, and how old their oldest fact is.',
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
    fields: ['name', 'deleted', 'userName', 'displayName', 'email', 'enabled', 'description', 'readAt'],
  },
  {
    kind: 'permissionSets',
    under: 'permissionSet',
    fields: ['name', 'description', 'sessionDuration', 'relayState', 'createdAt', 'readAt'],
  },
  { kind: 'accounts', under: 'target', fields: ['name', 'email', 'state', 'readAt'] },
];

/** What a sweep's query looks up of each row: a sweep reads that along with the rows. */
export function namesSelected(info: GraphQLResolveInfo): NameKind[] {
  return lookedUp
    .filter(({ under, fields }) => selectsUnder(info, ['assignments', under], fields))
    .map(({ kind }) => kind);
}
