import { builder } from '../builder.ts';
import { carriedToFilterBy, idsToFilterBy, pattern } from '../cost/declared.ts';
import type { AssignmentFilterInput } from '../../reader/filter/input.ts';
import { PrincipalType, TargetType } from '../refs.ts';

const StringFilter = builder.inputType('StringFilter', {
  description:
    'Conditions on a name or an e-mail address. Every given operator must hold. What is missing satisfies none. Without ignoreCase, case counts.',
  fields: (t) => ({
    eq: t.string({ description: 'The whole name is this text.' }),
    in: t.stringList({ description: 'The whole name is one of these texts. An empty list matches nothing.' }),
    contains: t.string({ description: 'The name has this text anywhere in it.' }),
    startsWith: t.string({ description: 'The name begins with this text.' }),
    endsWith: t.string({ description: 'The name ends with this text.' }),
    matches: t.string({
      ...pattern,
      description:
        'The name has a part that this RE2 regular expression matches; ^ and $ tie it to the ends. At most 1,000 characters, and 1,000 steps with its repetitions written out.',
    }),
    ignoreCase: t.boolean({
      defaultValue: false,
      description:
        'Compare without regard to case, by Unicode simple case folding, in all operators given here.',
    }),
  }),
});

export const PrincipalFilter = builder.inputType('PrincipalFilter', {
  description: 'Conditions on a user or group. Fields that are given must all hold.',
  fields: (t) => ({
    type: t.field({
      type: PrincipalType,
      description: 'Users only or groups only. It qualifies ids and names alike.',
    }),
    ids: t.stringList({
      ...idsToFilterBy,
      description:
        'UserIds and GroupIds of the identity store: one of them. At most 10,000; an empty list matches nothing.',
    }),
    name: t.field({
      type: StringFilter,
      description: "Conditions on a user's userName and on a group's displayName.",
    }),
    anyName: t.field({
      type: StringFilter,
      description:
        "Conditions on whatever somebody is called by: a user's userName, displayName or primary e-mail address, a group's displayName. One of these has to satisfy every given operator.",
    }),
    deleted: t.boolean({
      description:
        'True: only those that the identity store no longer knows while assignments still name them. False: only those that it knows.',
    }),
    enabled: t.boolean({
      description:
        'Users only: whether the identity store has them enabled. With it, no group matches. A user of whom AWS does not tell matches neither way, which completeness says.',
    }),
    email: t.field({
      type: StringFilter,
      description:
        'Users only: conditions on the primary e-mail address. With it, no group matches, nor does a user without one.',
    }),
  }),
});

const TagFilter = builder.inputType('TagFilter', {
  description: 'A tag on a permission set.',
  fields: (t) => ({
    key: t.string({ ...carriedToFilterBy, required: true, description: "The tag's key. Case counts." }),
    value: t.string({ description: "The tag's value. Case counts. Default: any value will do." }),
  }),
});

export const PermissionSetFilter = builder.inputType('PermissionSetFilter', {
  description: 'Conditions on a permission set. Fields that are given must all hold.',
  fields: (t) => ({
    ids: t.stringList({
      ...idsToFilterBy,
      description:
        'ARNs, or the last parts of them, ssoins-…/ps-… or ps-…: one of them. At most 10,000; an empty list matches nothing.',
    }),
    name: t.field({ type: StringFilter, description: "Conditions on the permission set's name." }),
    managedPolicies: t.stringList({
      ...carriedToFilterBy,
      description:
        'Managed policies of AWS, by name or ARN: one of them is attached. Case counts. Costs a read for each permission set that the rest of the filter leaves in reach, remembered for a day; one that could not be read matches neither way, which completeness says. An empty list matches nothing.',
    }),
    tags: t.field({
      type: [TagFilter],
      description:
        'Tags that it carries: all of them, at most 50. Costs a read for each permission set that the rest of the filter leaves in reach, remembered for a day; one that could not be read matches neither way, which completeness says. An empty list matches everything.',
    }),
  }),
});

export const TargetFilter = builder.inputType('TargetFilter', {
  description: 'Conditions on an account or OU. Fields that are given must all hold.',
  fields: (t) => ({
    type: t.field({
      type: TargetType,
      description: 'Accounts only or OUs only. It qualifies ids and names alike.',
    }),
    ids: t.stringList({
      ...idsToFilterBy,
      description:
        'Account ids (12 digits), OU ids or root ids: one of them. In an AssignmentFilter and in entitlements(target:) an OU stands for its accounts; in targets(filter:) it stands for itself. At most 10,000; an empty list matches nothing.',
    }),
    recursive: t.boolean({
      defaultValue: false,
      description: 'With an OU among ids: also the accounts of its child OUs, down to the last.',
    }),
    name: t.field({
      type: StringFilter,
      description: 'Conditions on the name of the account, also of one that is reached through an OU.',
    }),
    states: t.stringList({
      description:
        'Account states such as ACTIVE or SUSPENDED: one of them. Default: all, since assignments outlive suspension. An empty list matches nothing.',
    }),
  }),
});

/** Named here because it contains itself. */
export const AssignmentFilter = builder.inputRef<AssignmentFilterInput>('AssignmentFilter');

AssignmentFilter.implement({
  description:
    'Conditions on an assignment, of up to 1,000 parts nested up to 20 deep. Parts that are given must all hold. Empty ids, in and or match nothing, and an empty and matches everything; not is the plain complement.',
  fields: (t) => ({
    principal: t.field({
      type: PrincipalFilter,
      description: 'Conditions on the user or group that holds it.',
    }),
    permissionSet: t.field({
      type: PermissionSetFilter,
      description: 'Conditions on the permission set that is held.',
    }),
    target: t.field({ type: TargetFilter, description: 'Conditions on the account of the assignment.' }),
    and: t.field({
      type: [AssignmentFilter],
      description: 'Filters that must all hold. An empty list matches everything.',
    }),
    or: t.field({
      type: [AssignmentFilter],
      description: 'Filters of which one must hold. An empty list matches nothing.',
    }),
    not: t.field({ type: AssignmentFilter, description: 'A filter that must not hold.' }),
  }),
});
