import type { Explanation } from '../../reader/plan/plan.ts';
import { builder } from '../builder.ts';

const OperationCalls = builder
  .objectRef<{ readonly operation: string; readonly calls: number }>('OperationCalls')
  .implement({
    description: 'How often one operation of AWS is called.',
    fields: (t) => ({
      operation: t.exposeString('operation', {
        nullable: false,
        description: 'Service and operation as AWS names them, for example sso-admin:ListAccountAssignments.',
      }),
      calls: t.exposeInt('calls', {
        nullable: false,
        description: 'How many times the operation is expected to be called.',
      }),
    }),
  });

export const AssignmentPlan = builder.objectRef<Explanation>('AssignmentPlan').implement({
  description: 'How a query for assignments would be answered, by what the gateway knows so far.',
  fields: (t) => ({
    strategy: t.exposeString('strategy', {
      nullable: false,
      description: 'BY_PRINCIPAL, BY_PAIR, BY_ACCOUNT, BY_PERMISSION_SET, or COVERED when no call is needed.',
    }),
    reason: t.exposeString('reason', {
      nullable: false,
      description: 'Why this strategy was chosen and not another, as a sentence for people.',
    }),
    calls: t.exposeInt('calls', {
      nullable: false,
      description: 'How many calls to AWS the query is expected to make.',
    }),
    seconds: t.exposeFloat('seconds', {
      nullable: false,
      description: 'How many seconds those calls take, with the budget and the queue as they are now.',
    }),
    callsByOperation: t.field({
      type: [OperationCalls],
      nullable: false,
      description: 'The expected calls for each operation of AWS, the most frequent first.',
      resolve: ({ callsByOperation }) =>
        [...callsByOperation]
          .map(([operation, calls]) => ({ operation, calls }))
          .toSorted((one, other) => other.calls - one.calls || (one.operation < other.operation ? -1 : 1)),
    }),
  }),
});
