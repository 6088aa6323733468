import { CompletenessRef, ReadFailureRef } from './refs.ts';

CompletenessRef.implement({
  description:
    "What this page rests on: the facts of the stretch that it covers and of the whole-organization lists it needed.\nA walk over all pages is complete when each page is. With totalCount selected it speaks of everything in the filter's reach.",
  fields: (t) => ({
    complete: t.exposeBoolean('complete', {
      nullable: false,
      description: 'True when every fact that the answer needed was read and none failed.',
    }),
    asOf: t.field({
      type: 'DateTime',
      description: 'When the oldest fact used was asked for; null when none was used.',
      resolve: ({ asOf }) => asOf,
    }),
    failures: t.field({
      type: [ReadFailureRef],
      nullable: false,
      description: 'At most 100; failuresOmitted counts the rest.',
      resolve: ({ failures }) => [...failures],
    }),
    failuresOmitted: t.exposeInt('failuresOmitted', { nullable: false }),
  }),
});

ReadFailureRef.implement({
  description: 'A read from AWS that failed, and what is therefore missing or old.',
  fields: (t) => ({
    operation: t.exposeString('operation', {
      nullable: false,
      description: 'For example sso-admin:ListAccountAssignments.',
    }),
    accountId: t.exposeString('accountId'),
    permissionSetArn: t.exposeString('permissionSetArn'),
    principalId: t.exposeString('principalId'),
    code: t.exposeString('code', {
      nullable: false,
      description: 'The same codes as extensions.code: AWS_ACCESS_DENIED, AWS_THROTTLED, …',
    }),
    message: t.exposeString('message', { nullable: false }),
    asOf: t.field({
      type: 'DateTime',
      description:
        'When older facts stand in for the failed read: how old they are. Null when there are none.',
      resolve: ({ asOf }) => asOf,
    }),
  }),
});
