import type { PrincipalType } from '../../mirror/rows.ts';
import { isAccountId } from '../filter/ids.ts';
import type {
  AssignmentFilterInput,
  PermissionSetFilterInput,
  PrincipalFilterInput,
  StringFilterInput,
  TargetFilterInput,
} from '../filter/input.ts';

/** What a value is meant to be of. */
export type Kind =
  | 'USER'
  | 'GROUP'
  | 'PERMISSION_SET'
  | 'ACCOUNT'
  | 'UNIT'
  /** A user's e-mail address. */
  | 'EMAIL'
  /** A user's displayName. */
  | 'DISPLAY_NAME'
  /** A managed policy that a permission set has, by its name or ARN. */
  | 'MANAGED_POLICY'
  | 'TAG_KEY'
  /** A tag with its value, as `key=value`. */
  | 'TAG';

/** An id, or an exact name, that a filter gives: something is expected to answer to it. */
export interface NamedValue {
  /** Where it stands, such as `filter.or[1].permissionSet.name.in`. */
  readonly path: string;
  readonly value: string;
  readonly by: 'ID' | 'NAME';
  /** Any of these may answer. */
  readonly kinds: readonly Kind[];
  readonly ignoresCase: boolean;
}

/** Those of a filter of assignments, of which a target's name is an account's. */
export function valuesOfAssignments(filter: AssignmentFilterInput, path = 'filter'): NamedValue[] {
  const { principal, permissionSet, target, and, or, not } = filter;
  const parts = (name: string, of: readonly AssignmentFilterInput[] | null | undefined) =>
    of?.flatMap((part, n) => valuesOfAssignments(part, `${path}.${name}[${n}]`)) ?? [];
  return [
    ...(principal ? valuesOfPrincipals(principal, `${path}.principal`) : []),
    ...(permissionSet ? valuesOfPermissionSets(permissionSet, `${path}.permissionSet`) : []),
    ...(target ? valuesOfTargets({ ...target, type: 'AWS_ACCOUNT' }, `${path}.target`) : []),
    ...parts('and', and),
    ...parts('or', or),
    ...(not ? valuesOfAssignments(not, `${path}.not`) : []),
  ];
}

export function valuesOfPrincipals(filter: PrincipalFilterInput, path = 'filter'): NamedValue[] {
  // The store says of users only whether they are enabled, and what their e-mail address is.
  const only = typeof filter.enabled === 'boolean' || filter.email ? 'USER' : filter.type;
  const kinds: readonly PrincipalType[] = only ? [only] : ['GROUP', 'USER'];
  const anyKinds = kinds.flatMap((kind): readonly Kind[] =>
    kind === 'USER' ? [kind, 'DISPLAY_NAME', 'EMAIL'] : [kind],
  );
  return [
    ...ids(filter.ids, path).map((one) => ({ ...one, kinds })),
    ...names(filter.name, `${path}.name`).map((one) => ({ ...one, kinds })),
    ...names(filter.anyName, `${path}.anyName`).map((one) => ({ ...one, kinds: anyKinds })),
    ...names(filter.email, `${path}.email`).map((one): NamedValue => ({ ...one, kinds: ['EMAIL'] })),
  ];
}

export function valuesOfPermissionSets(filter: PermissionSetFilterInput, path = 'filter'): NamedValue[] {
  const values = [...ids(filter.ids, path), ...names(filter.name, `${path}.name`)];
  return [
    ...values.map((one): NamedValue => ({ ...one, kinds: ['PERMISSION_SET'] })),
    ...[...new Set(filter.managedPolicies)].map((value) =>
      exactly(`${path}.managedPolicies`, value, 'MANAGED_POLICY'),
    ),
    ...(filter.tags ?? []).map(({ key, value }, n) =>
      typeof value === 'string'
        ? exactly(`${path}.tags[${n}]`, `${key}=${value}`, 'TAG')
        : exactly(`${path}.tags[${n}].key`, key, 'TAG_KEY'),
    ),
  ];
}

/** An id tells by its form of what it is. */
export function valuesOfTargets(filter: TargetFilterInput, path = 'filter'): NamedValue[] {
  const units = filter.type === 'AWS_ACCOUNT' || filter.states ? [] : (['UNIT'] as const);
  const accounts = filter.type === 'AWS_OU' ? [] : (['ACCOUNT'] as const);
  return [
    ...ids(filter.ids, path).map((one): NamedValue => ({
      ...one,
      kinds: [isAccountId(one.value) ? 'ACCOUNT' : 'UNIT'],
    })),
    ...names(filter.name, `${path}.name`).map((one) => ({ ...one, kinds: [...accounts, ...units] })),
  ];
}

function exactly(path: string, value: string, kind: Kind): NamedValue {
  return { path, value, by: 'NAME', kinds: [kind], ignoresCase: false };
}

type Unclassified = Omit<NamedValue, 'kinds'>;

function ids(values: readonly string[] | null | undefined, path: string): Unclassified[] {
  return [...new Set(values)].map((value) => ({
    path: `${path}.ids`,
    value,
    by: 'ID',
    ignoresCase: false,
  }));
}

function names(filter: StringFilterInput | null | undefined, path: string): Unclassified[] {
  if (!filter) return [];
  const { eq, in: texts } = filter;
  const of = (operator: string, value: string): Unclassified => ({
    path: `${path}.${operator}`,
    value,
    by: 'NAME',
    ignoresCase: filter.ignoreCase ?? false,
  });
  return [
    ...(typeof eq === 'string' ? [of('eq', eq)] : []),
    ...[...new Set(texts)].map((value) => of('in', value)),
  ];
}
