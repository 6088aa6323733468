import fc from 'fast-check';
import type {
  AssignmentFilterInput,
  PermissionSetFilterInput,
  PrincipalFilterInput,
  StringFilterInput,
  TagFilterInput,
  TargetFilterInput,
} from '../../src/reader/filter/input.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import type { Fact } from './brute-force.ts';

/** Filters are drawn before their organization is known: what they name is settled once it is. */
type Late<T> = (world: World) => T;
type LateArbitrary<T> = fc.Arbitrary<Late<T>>;
type Members<T> = { readonly [K in keyof T]: LateArbitrary<NonNullable<T[K]>> };

export interface World {
  readonly organization: Organization;
  readonly facts: readonly Fact[];
}

function late<const T>(arbitrary: fc.Arbitrary<T>): LateArbitrary<T> {
  return arbitrary.map((value) => () => value);
}

function many<T>(one: LateArbitrary<T>, maxLength = 6): LateArbitrary<T[]> {
  return fc.array(one, { maxLength }).map((parts) => (world: World) => parts.map((part) => part(world)));
}

/** One of the list's values; now and then, and for an empty list, `otherwise`. */
function idOf(list: (world: World) => readonly string[], otherwise: string): LateArbitrary<string> {
  const listed = fc.nat(999).map((n) => (world: World) => {
    const values = list(world);
    return values[n % values.length] ?? otherwise;
  });
  return weighted([8, listed], [1, late(fc.constant(otherwise))]);
}

function weighted<T>(...parts: (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]): fc.Arbitrary<T> {
  return fc.oneof(...parts.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

/** An object of one of these members, or now and then of several or none: many seldom hold together. */
function few<T extends object>(members: Members<T>): LateArbitrary<T> {
  const all: Record<string, LateArbitrary<unknown>> = members;
  const alone = Object.entries(all).map(([name, member]) => fc.record({ [name]: member }));
  return weighted([4, fc.oneof(...alone)], [1, fc.record(all, { requiredKeys: [] })]).map(
    (parts) => (world: World) =>
      // The members are those of T, each settled.
      Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part?.(world)])) as T,
  );
}

type NameOf = (fact: Fact) => string | undefined;

/** A part of one of the names, cut out by `cut`, perhaps in another case; or a text that is hardly in any. */
function textOf(
  nameOf: NameOf,
  cut: (characters: string[], at: number, length: number) => string[],
): LateArbitrary<string> {
  const recase = fc.constantFrom(
    (text: string) => text,
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.toLowerCase(),
  );
  const part = fc
    .tuple(fc.nat(999), fc.nat(30), fc.integer({ min: 1, max: 4 }), recase)
    .map(([n, at, length, write]) => ({ facts }: World) => {
      const names = facts.map(nameOf).filter((name) => name !== undefined);
      const characters = Array.from(names[n % names.length] ?? 'nobody');
      return write(cut(characters, at % characters.length, length).join(''));
    });
  const odd = fc.constantFrom('', 'no such name', '(', '\\', '.*', 'K', 'ΣΣ', '\u{1f600}', '%', '_', '\0');
  return weighted([8, part], [1, late(odd)]);
}

/** Patterns that mean the same to RE2 and to JavaScript. */
const patterns = [
  '^[a-m]',
  'prod|dev',
  '[aeiou]{2}',
  'Access$',
  '^$',
  '.',
  'a.*e',
  '(?:x|s)+$',
  'ſ',
  '[A-Z]',
];

function nameFilter(nameOf: NameOf): LateArbitrary<StringFilterInput> {
  const whole = textOf(nameOf, (characters) => characters);
  const operators = {
    eq: whole,
    in: many(whole, 12),
    contains: textOf(nameOf, (characters, at, length) => characters.slice(at, at + length)),
    startsWith: textOf(nameOf, (characters, _at, length) => characters.slice(0, length)),
    endsWith: textOf(nameOf, (characters, _at, length) => characters.slice(-length)),
    matches: late(fc.constantFrom(...patterns)),
  } satisfies Members<StringFilterInput>;
  return fc
    .tuple(
      few<StringFilterInput>(operators),
      fc.constantFrom({}, { ignoreCase: true }, { ignoreCase: false }),
    )
    .map(([some, ignoreCase]) => (world: World) => ({ ...some(world), ...ignoreCase }));
}

export const principal = few<PrincipalFilterInput>({
  type: late(fc.constantFrom('USER', 'GROUP')),
  ids: many(
    idOf(
      ({ facts, organization }) => [
        ...facts.map(({ principalId }) => principalId),
        ...organization.users().map(({ userId }) => userId),
      ],
      '00000000-0000-4000-8000-000000000000',
    ),
  ),
  name: nameFilter(({ principalName }) => principalName),
  anyName: fc.oneof(
    nameFilter(({ displayName }) => displayName),
    nameFilter(({ principalName }) => principalName),
  ),
  deleted: late(fc.boolean()),
  enabled: late(fc.boolean()),
  email: nameFilter(({ email }) => email),
});

/** In all of its forms: the ARN, from `ssoins-…` and from `ps-…`. */
const permissionSetId = fc
  .tuple(
    idOf(({ organization }) => organization.permissionSets().map(({ arn }) => arn), 'ps-0000000000000000'),
    fc.constantFrom(/^/, /^.*permissionSet\//, /^.*\//),
  )
  .map(
    ([id, head]) =>
      (world: World) =>
        id(world).replace(head, ''),
  );

/** Of some permission set, or of none. */
const tag: LateArbitrary<TagFilterInput> = fc
  .tuple(fc.nat(999), fc.constantFrom('its', 'any', 'another'))
  .map(([n, value]) => ({ facts }: World): TagFilterInput => {
    const tags = facts.flatMap((fact) => fact.tags);
    const found = tags[n % tags.length] ?? { key: 'team', value: 'nobody' };
    if (value === 'any') return { key: found.key };
    return value === 'its' ? found : { ...found, value: `${found.value}?` };
  });

export const permissionSet = few<PermissionSetFilterInput>({
  ids: many(permissionSetId),
  name: nameFilter(({ setName }) => setName),
  managedPolicies: many(
    idOf(({ facts }) => facts.flatMap(({ policies }) => policies), 'NoSuchPolicy'),
    3,
  ),
  tags: many(tag, 2),
});

const accountId = idOf(({ organization }) => organization.accounts().map(({ id }) => id), '999999999999');
const parentId = idOf(
  ({ organization }) => [organization.root.id, ...organization.organizationalUnits().map(({ id }) => id)],
  'ou-zzzz-99999999',
);

const whichever = {
  name: nameFilter(({ accountName }) => accountName),
  states: many(late(fc.constantFrom('ACTIVE', 'SUSPENDED', 'CLOSED', 'active')), 3),
  recursive: late(fc.boolean()),
} satisfies Members<TargetFilterInput>;

const under = fc
  .tuple(
    many(parentId),
    fc.boolean(),
    few<TargetFilterInput>(whichever),
    fc.constantFrom('AWS_OU', undefined),
  )
  .map(([ids, recursive, rest, type]) => (world: World): TargetFilterInput => ({
    ids: ids(world),
    recursive,
    // The type of OUs is for ids of OUs, and refused without ids.
    ...(type && { type, ...rest(world) }),
  }));

export const target: LateArbitrary<TargetFilterInput> = weighted(
  [
    2,
    few<TargetFilterInput>({
      type: late(fc.constant('AWS_ACCOUNT')),
      ids: many(accountId, 20),
      ...whichever,
    }),
  ],
  [1, few<TargetFilterInput>({ ids: many(fc.oneof(accountId, parentId)), ...whichever })],
  [2, under],
);

/** Any AssignmentFilter, most often of few parts. */
export const filters = fc
  .letrec<{ any: Late<AssignmentFilterInput>; leaf: Late<AssignmentFilterInput> }>((tie) => ({
    leaf: few<AssignmentFilterInput>({ principal, permissionSet, target }),
    any: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      few<AssignmentFilterInput>({
        principal,
        permissionSet,
        target,
        and: many(tie('any'), 3),
        or: many(tie('any'), 4),
        not: tie('any'),
      }),
    ),
  }))
  // Shown by what it became, not by its source.
  .any.map((filter) => Object.assign(filter, { [fc.toStringMethod]: () => 'a filter' }));
