import { findings, type FindingNode } from '../../resolvers/findings/findings.ts';
import { instanceArg, maxAge } from '../fields/args.ts';
import { builder } from '../builder.ts';
import { costs } from '../cost/declared.ts';
import { CompletenessRef, NodeInterface } from '../refs.ts';
import { readsIdentityCenter, unread } from '../sentences.ts';

const Severity = builder.enumType('Severity', {
  description: 'How soon a finding deserves to be looked at.',
  values: {
    HIGH: { description: 'Look at it today: somebody holds access who should not.' },
    MEDIUM: { description: 'Look at it at the next review: access is not what it seems to be.' },
    LOW: { description: 'Tidy it up some time: it gives nobody anything.' },
  },
});

const Finding = builder.objectRef<FindingNode>('Finding').implement({
  description: 'Something in the organization that deserves to be looked at, and how much of it there is.',
  fields: (t) => ({
    type: t.exposeString('type', {
      nullable: false,
      description:
        'One of a fixed set, each defined in docs/findings.md: DISABLED_USER_HOLDS_ACCESS, DELETED_PRINCIPAL_HOLDS_ACCESS, PERMISSION_SET_NOT_UP_TO_DATE, ASSIGNMENT_NAMES_USER, ASSIGNMENT_ON_CLOSED_ACCOUNT, ENTITLEMENT_ON_CLOSED_ACCOUNT, PERMISSION_SET_USED_NOWHERE or ACCOUNT_THAT_NOBODY_CAN_ENTER. It says what is counted: users, principals, permission sets, assignments, entitlements or accounts.',
    }),
    severity: t.field({
      type: Severity,
      nullable: false,
      description: 'How soon it deserves to be looked at; the same for every finding of the type.',
      resolve: ({ severity }) => severity,
    }),
    title: t.exposeString('title', {
      nullable: false,
      description: 'A sentence for people, with the number; it says so where the number may be larger.',
    }),
    count: t.exposeInt('count', {
      nullable: false,
      description:
        'How many there are. Where completeness is not complete: how many were found, of which there may be more.',
    }),
    query: t.exposeString('query', {
      nullable: false,
      description:
        'The query that lists all of them, as a GraphQL document: a page at a time, with the variable after for the next, and instanceArn where findings was asked with it.',
    }),
    sample: t.field({
      type: [NodeInterface],
      nullable: { list: false, items: false },
      description: 'Those that the query lists first, at most 10.',
      ...costs({ length: 10 }),
      resolve: ({ sample }) => [...sample],
    }),
    completeness: t.field({
      type: CompletenessRef,
      nullable: false,
      description: 'What the count rests on. What is missing for one finding may not be for another.',
      resolve: ({ completeness }) => completeness,
    }),
  }),
});

builder.queryField('findings', (t) =>
  t.field({
    type: [Finding],
    nullable: { list: true, items: false },
    description: `What deserves to be looked at, the gravest first, also what there is none of. Everything granted is read for it, and every user, membership and permission set that may decide. ${readsIdentityCenter} ${unread}`,
    args: {
      types: t.arg.stringList({
        description:
          'Which findings, by the types that docs/findings.md defines; any other is BAD_INPUT. Left out: all of them.',
      }),
      maxAge: t.arg(maxAge),
      onlyKnown: t.arg.boolean({
        defaultValue: false,
        description:
          'Make no call to AWS, unless it is not known which instance there is: what follows from what is known, whatever is missing, which each completeness says. With a large maxAge of any age. What is selected of sample is looked up as ever.',
      }),
      ...instanceArg,
    },
    ...costs({ own: 400, length: 8 }),
    resolve: findings,
  }),
);
