import { builder } from './builder.ts';
import type { AssignmentFilterInput } from '../reader/filter/input.ts';
import { PrincipalType, TargetType } from './refs.ts';

const StringFilter = builder.inputType('StringFilter', {
  description:
    'Every given operator must hold. A missing name satisfies none. matches is an RE2 regular expression, unanchored.',
  fields: (t) => ({
    eq: t.string(),
    in: t.stringList(),
    contains: t.string(),
    startsWith: t.string(),
    endsWith: t.string(),
    matches: t.string(),
    ignoreCase: t.boolean({ defaultValue: false, description: 'Unicode simple case folding.' }),
  }),
});

export const PrincipalFilter = builder.inputType('PrincipalFilter', {
  description: 'type qualifies ids and names alike.',
  fields: (t) => ({
    type: t.field({ type: PrincipalType }),
    ids: t.stringList(),
    name: t.field({ type: StringFilter }),
    deleted: t.boolean(),
    enabled: t.boolean({ description: 'Users only: whether the identity store has them enabled.' }),
  }),
});

export const PermissionSetFilter = builder.inputType('PermissionSetFilter', {
  fields: (t) => ({
    ids: t.stringList({ description: 'ARNs, or ssoins-…/ps-… or ps-… ids.' }),
    name: t.field({ type: StringFilter }),
  }),
});

export const TargetFilter = builder.inputType('TargetFilter', {
  fields: (t) => ({
    type: t.field({ type: TargetType }),
    ids: t.stringList({
      description:
        'Account ids (12 digits), OU ids or root ids. In an AssignmentFilter an OU stands for its accounts; in targets(filter:) it stands for itself.',
    }),
    recursive: t.boolean({
      defaultValue: false,
      description: 'With an OU among ids: also the accounts of its child OUs.',
    }),
    name: t.field({
      type: StringFilter,
      description: 'Matches account names, also those of accounts reached through an OU.',
    }),
    states: t.stringList({
      description: 'Account states such as ACTIVE. Default: all, since assignments outlive suspension.',
    }),
  }),
});

/** Named here because it contains itself. */
export const AssignmentFilter = builder.inputRef<AssignmentFilterInput>('AssignmentFilter');

AssignmentFilter.implement({
  description:
    'Parts that are given must all hold. Empty ids, in and or match nothing, and an empty and matches everything; not is the plain complement.',
  fields: (t) => ({
    principal: t.field({ type: PrincipalFilter }),
    permissionSet: t.field({ type: PermissionSetFilter }),
    target: t.field({ type: TargetFilter }),
    and: t.field({ type: [AssignmentFilter] }),
    or: t.field({ type: [AssignmentFilter] }),
    not: t.field({ type: AssignmentFilter }),
  }),
});
