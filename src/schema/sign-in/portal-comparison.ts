import {
  portalComparison,
  type PortalComparisonNode,
  type PortalDifferenceNode,
} from '../../resolvers/sign-in/portal-comparison.ts';
import { instanceArg, portalArgs } from '../fields/args.ts';
import { builder } from '../builder.ts';
import { planned } from '../cost/declared.ts';
import { Account, CompletenessRef } from '../refs.ts';
import { readsIdentityCenter, readsPortal, unread } from '../sentences.ts';

const PortalDifferenceReason = builder.enumType('PortalDifferenceReason', {
  description: 'Why the access portal and the grants may differ about a role.',
  values: {
    NOT_PROVISIONED_YET: {
      description: 'The permission set is assigned, and its role is not in the account yet.',
    },
    SIGNED_IN_BEFORE_THE_GRANT: {
      description:
        'Nothing else explains it: the person may have signed in before they were granted the role. AWS dates neither.',
    },
    USER_DISABLED: { description: 'The identity store has the user disabled.' },
    ACCOUNT_NOT_ACTIVE: { description: 'The account is suspended, closed, or about to be.' },
    ENTITLEMENT_ONLY: {
      description:
        'An entitlement of AWS account access manager gives the role, and the access portal does not list these.',
    },
    REMOVED_SINCE: {
      description: 'No grant gives the role any more: the portal shows what was taken away a while ago.',
    },
    UNKNOWN: { description: 'It cannot be told, or something that would tell it could not be read.' },
  },
});

const PortalDifference = builder.objectRef<PortalDifferenceNode>('PortalDifference').implement({
  description: 'A role in an account about which the access portal and the grants differ.',
  fields: (t) => ({
    account: t.field({
      type: Account,
      nullable: false,
      description: 'Where the role would be taken; of its members, those that are selected are looked up.',
      resolve: ({ account }) => account,
    }),
    roleName: t.exposeString('roleName', {
      nullable: false,
      description: 'The name of the role: that of its permission set, or of the IAM role of an entitlement.',
    }),
    reasons: t.field({
      type: [PortalDifferenceReason],
      nullable: { list: false, items: false },
      description: 'What is likely to explain it; at least one.',
      resolve: ({ reasons }) => [...reasons],
    }),
  }),
});

const PortalComparison = builder.objectRef<PortalComparisonNode>('PortalComparison').implement({
  description: 'What the access portal shows to one person, against what they were granted.',
  fields: (t) => ({
    onlyInPortal: t.field({
      type: [PortalDifference],
      nullable: false,
      description: 'Roles that the portal lists and no grant explains.',
      resolve: ({ onlyInPortal }) => onlyInPortal,
    }),
    onlyGranted: t.field({
      type: [PortalDifference],
      nullable: false,
      description: 'Roles that a grant gives and the portal does not list.',
      resolve: ({ onlyGranted }) => onlyGranted,
    }),
    completeness: t.field({
      type: CompletenessRef,
      nullable: false,
      description: 'Whether both sides could be read, and how old the oldest fact is.',
      resolve: ({ completeness }) => completeness,
    }),
  }),
});

builder.queryField('portalComparison', (t) =>
  t.field({
    needs: ['read', 'credentials'],
    type: PortalComparison,
    description: `Of the signed-in person: what their portal shows against what they were granted, which is read afresh. The portal does not say who is signed in: STS does, asked with credentials of one of their roles, which nobody is given. Null with the error NOT_FOUND for somebody to whom the portal lists no role at all, or who is no user of the instance. ${readsPortal} ${readsIdentityCenter} ${unread}`,
    args: { ...portalArgs, ...instanceArg },
    ...planned,
    resolve: portalComparison,
  }),
);
