import { CompletenessRef, ReadFailureRef, UnmatchedValueRef } from './refs.ts';

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
      description: 'The reads that failed, 100 at most; failuresOmitted counts the rest.',
      resolve: ({ failures }) => [...failures],
    }),
    failuresOmitted: t.exposeInt('failuresOmitted', {
      nullable: false,
      description: 'How many more reads failed than the 100 that failures lists.',
    }),
    followedTo: t.field({
      type: 'DateTime',
      description:
        'Up to when this gateway knows what others have read that share its store, while it cannot ask for more; null while it can, and where it shares none.',
      resolve: (_completeness, _args, { reader }) => reader.followedTo,
    }),
    unmatched: t.field({
      type: [UnmatchedValueRef],
      nullable: false,
      description:
        'Ids and exact names in the filter that nothing in this organization answers to: a typing mistake looks like "nobody" otherwise. At most 100. Only what the reads of this answer prove is told; none is made for it.',
      resolve: async ({ unmatched }) => [...((await unmatched?.()) ?? [])],
    }),
  }),
});

UnmatchedValueRef.implement({
  description: 'An id or an exact name in a filter that nothing in this organization answers to.',
  fields: (t) => ({
    path: t.exposeString('path', {
      nullable: false,
      description:
        'Where it stands, such as filter.principal.ids, filter.permissionSet.name.eq or filter.or[1].target.name.in.',
    }),
    value: t.exposeString('value', { nullable: false, description: 'The id or name, as it was given.' }),
    suggestions: t.exposeStringList('suggestions', {
      nullable: false,
      description: 'What there is that is close to it, the closest first, at most 5.',
    }),
  }),
});

ReadFailureRef.implement({
  description: 'A read from AWS that failed, and what is therefore missing or old.',
  fields: (t) => ({
    operation: t.exposeString('operation', {
      nullable: false,
      description: 'What failed: service and operation, for example sso-admin:ListAccountAssignments.',
    }),
    accountId: t.exposeString('accountId', {
      description: 'The account that was asked about; null when the read was about no single account.',
    }),
    permissionSetArn: t.exposeString('permissionSetArn', {
      description: 'The permission set that was asked about; null when the read was about no single one.',
    }),
    principalId: t.exposeString('principalId', {
      description: 'The user or group that was asked about; null when the read was about no single one.',
    }),
    code: t.exposeString('code', {
      nullable: false,
      description:
        'Why it failed: the same codes as extensions.code has, such as AWS_ACCESS_DENIED or AWS_THROTTLED.',
    }),
    message: t.exposeString('message', {
      nullable: false,
      description: 'What went wrong and what can be done about it, as a sentence for people.',
    }),
    asOf: t.field({
      type: 'DateTime',
      description:
        'When older facts stand in for the failed read: how old they are. Null when there are none.',
      resolve: ({ asOf }) => asOf,
    }),
  }),
});
