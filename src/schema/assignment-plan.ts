import type { Plan } from '../reader/plan.ts';
import { builder } from './builder.ts';

const OperationCalls = builder
  .objectRef<{ readonly operation: string; readonly calls: number }>('OperationCalls')
  .implement({
    description: 'How often one operation of AWS is called.',
    fields: (t) => ({
      operation: t.exposeString('operation', {
        nullable: false,
        description: 'For example sso-admin:ListAccountAssignments.',
      }),
      calls: t.exposeInt('calls', { nullable: false }),
    }),
  });

export const AssignmentPlan = builder.objectRef<Plan>('AssignmentPlan').implement({
  description: 'How a query for assignments would be answered, by what the gateway knows so far.',
  fields: (t) => ({
    strategy: t.exposeString('strategy', {
      nullable: false,
      description: 'BY_PRINCIPAL, BY_PAIR, BY_ACCOUNT, BY_PERMISSION_SET, or COVERED when no call is needed.',
    }),
    reason: t.exposeString('reason', { nullable: false }),
    calls: t.exposeInt('calls', {
      nullable: false,
      description: 'AWS calls it expects to make, and the seconds that they take at the present budget.',
    }),
    seconds: t.exposeFloat('seconds', { nullable: false }),
    callsByOperation: t.field({
      type: [OperationCalls],
      nullable: false,
      resolve: ({ callsByOperation }) =>
        [...callsByOperation]
          .map(([operation, calls]) => ({ operation, calls }))
          .toSorted((one, other) => other.calls - one.calls || (one.operation < other.operation ? -1 : 1)),
    }),
  }),
});
