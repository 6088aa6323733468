import fc from 'fast-check';
import type { Candidate } from '../../../src/reader/filter/expression.ts';
import type {
  AssignmentFilterInput,
  PermissionSetFilterInput,
  PrincipalFilterInput,
  StringFilterInput,
  TargetFilterInput,
} from '../../../src/reader/filter/input.ts';

export const instanceArn = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const setArn = (id: string) => `arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-${id.repeat(16)}`;
const [root, outer, inner] = ['r-root', 'ou-root-00000001', 'ou-root-00000002'];
const accountIds = ['000000000001', '000000000002'];
const arns = [setArn('a'), setArn('b')];
const principalIds = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'];
const names = ['Anna', 'anna', 'Bob', 'bo'];

/** Everything that there is to know about one assignment. */
export type Whole = { readonly [Side in keyof Candidate]-?: Required<NonNullable<Candidate[Side]>> };

const name = fc.constantFrom(...names, null);

const noAccount = { name: null, email: null, state: null, ancestors: null };
const gone = { name: null, displayName: null, email: null, deleted: true, enabled: null };

const policies = ['AdministratorAccess', 'ReadOnlyAccess'].map((one) => ({
  arn: `arn:aws:iam::aws:policy/${one}`,
  name: one,
}));
const tags = [
  { key: 'team', value: 'a' },
  { key: 'team', value: 'b' },
  { key: 'tier', value: '' },
];

/** One assignment with all its facts, in a world so small that random filters often hold. */
export const whole: fc.Arbitrary<Whole> = fc.record({
  account: fc.record({
    accountId: fc.constantFrom(...accountIds),
    facts: fc.oneof(
      { weight: 1, arbitrary: fc.constant(noAccount) },
      {
        weight: 3,
        arbitrary: fc.record({
          name,
          email: fc.constant('one@example.com'),
          state: fc.constantFrom('ACTIVE', 'SUSPENDED'),
          ancestors: fc.constantFrom([root], [root, outer], [root, outer, inner]),
        }),
      },
    ),
  }),
  permissionSet: fc.record({
    arn: fc.constantFrom(...arns),
    facts: fc.record({
      name,
      managedPolicies: fc.subarray(policies),
      tags: fc.uniqueArray(fc.constantFrom(...tags), { selector: ({ key }) => key }),
    }),
  }),
  principal: fc.constantFrom('GROUP' as const, 'USER' as const).chain((principalType) =>
    fc.record({
      principalType: fc.constant(principalType),
      principalId: fc.constantFrom(...principalIds),
      facts: fc.oneof(
        { weight: 1, arbitrary: fc.constant(gone) },
        {
          weight: 3,
          arbitrary: fc.record({
            name,
            displayName: principalType === 'USER' ? name : fc.constant(null),
            email: principalType === 'USER' ? name : fc.constant(null),
            deleted: fc.constant(false),
            enabled: principalType === 'USER' ? fc.boolean() : fc.constant(null),
          }),
        },
      ),
    }),
  ),
});

/** `members`: AWS answered, and left out what it need not tell. */
type Hidden = 'nothing' | 'members' | 'facts' | 'all';
const hiding = fc.constantFrom<Hidden[]>('nothing', 'members', 'facts', 'all');
export const hidden = fc.record({ account: hiding, permissionSet: hiding, principal: hiding });

/** The same with a part of the knowledge gone. */
export function hide(world: Whole, gone: { readonly [Side in keyof Whole]?: Hidden }): Candidate {
  const sides = Object.entries(world).flatMap(([side, { facts, ...ids }]) => {
    const hides = gone[side as keyof Whole] ?? 'nothing';
    if (hides === 'all') return [];
    if (hides === 'members') return [[side, { ...ids, facts: withoutMembers(facts) }]];
    return [[side, hides === 'facts' ? ids : { ...ids, facts }]];
  });
  return Object.fromEntries(sides) as Candidate;
}

/** What has no members beyond its id stays as it is: an account outside the organization, a principal that is gone. */
function withoutMembers(facts: Whole[keyof Whole]['facts']) {
  if (!facts || !('state' in facts || 'deleted' in facts)) return facts;
  const isThere = 'state' in facts ? facts.state !== null : facts.deleted === false;
  return isThere ? { ...facts, state: null, ancestors: null, enabled: null } : facts;
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const text: fc.Arbitrary<StringFilterInput> = fc.record(
  {
    eq: maybe(fc.constantFrom(...names)),
    in: maybe(fc.subarray(names)),
    contains: maybe(fc.constantFrom('n', 'B', '')),
    startsWith: maybe(fc.constantFrom('A', 'bo')),
    endsWith: maybe(fc.constantFrom('na', 'B')),
    ignoreCase: fc.boolean(),
  },
  { requiredKeys: [] },
);
const target: fc.Arbitrary<TargetFilterInput> = fc.record({
  ids: maybe(fc.subarray([...accountIds, root, outer, inner])),
  recursive: fc.boolean(),
  name: maybe(text),
  states: maybe(fc.subarray(['ACTIVE', 'SUSPENDED'])),
});
const principal: fc.Arbitrary<PrincipalFilterInput> = fc.record({
  type: maybe(fc.constantFrom('GROUP' as const, 'USER' as const)),
  ids: maybe(fc.subarray(principalIds)),
  name: maybe(text),
  anyName: maybe(text),
  deleted: maybe(fc.boolean()),
  enabled: maybe(fc.boolean()),
  email: maybe(text),
});
const permissionSet: fc.Arbitrary<PermissionSetFilterInput> = fc.record({
  ids: maybe(fc.subarray(arns)),
  name: maybe(text),
  managedPolicies: maybe(fc.subarray(['AdministratorAccess', policies[1]!.arn, 'nothing'])),
  tags: maybe(
    fc.subarray([
      { key: 'team', value: 'a' },
      { key: 'team' },
      { key: 'tier', value: '' },
      { key: 'tier', value: 'a' },
    ]),
  ),
});

export const { filter } = fc.letrec<{ filter: AssignmentFilterInput }>((tie) => ({
  filter: fc.record(
    {
      target: maybe(target),
      permissionSet: maybe(permissionSet),
      principal: maybe(principal),
      and: fc.oneof(
        { depthSize: 'small' },
        fc.constant(undefined),
        fc.array(tie('filter'), { maxLength: 3 }),
      ),
      or: fc.oneof({ depthSize: 'small' }, fc.constant(undefined), fc.array(tie('filter'), { maxLength: 3 })),
      not: fc.oneof({ depthSize: 'small' }, fc.constant(undefined), tie('filter')),
    },
    { requiredKeys: [] },
  ),
}));

/** What the schema says of a filter, taken at its word. */
export function holds(input: AssignmentFilterInput, world: Whole): boolean {
  const parts: boolean[] = [];
  if (input.target) parts.push(targetHolds(input.target, world.account));
  if (input.permissionSet) {
    const { ids, name: asked, managedPolicies, tags: askedTags } = input.permissionSet;
    const { facts } = world.permissionSet;
    const policiesOf = facts?.managedPolicies?.flatMap(({ arn, name: one }) => [arn, one]) ?? [];
    if (ids) parts.push(ids.includes(world.permissionSet.arn));
    if (asked) parts.push(textHolds(asked, facts?.name ?? null));
    if (managedPolicies) parts.push(managedPolicies.some((one) => policiesOf.includes(one)));
    for (const { key, value } of askedTags ?? [])
      parts.push(facts?.tags?.some((tag) => tag.key === key && (value ?? tag.value) === tag.value) ?? false);
  }
  if (input.principal) parts.push(principalHolds(input.principal, world.principal));
  if (input.and) parts.push(input.and.every((part) => holds(part, world)));
  if (input.or) parts.push(input.or.some((part) => holds(part, world)));
  if (input.not) parts.push(!holds(input.not, world));
  return parts.every(Boolean);
}

function targetHolds(asked: TargetFilterInput, { accountId, facts }: Whole['account']): boolean {
  const above = facts?.ancestors ?? [];
  const places = asked.recursive ? above : above.slice(-1);
  return (
    (!asked.ids || asked.ids.includes(accountId) || places.some((id) => asked.ids?.includes(id))) &&
    (!asked.name || textHolds(asked.name, facts?.name ?? null)) &&
    (!asked.states || (facts?.state != null && asked.states.includes(facts.state)))
  );
}

function namesOf({ facts }: Whole['principal']): readonly (string | null)[] {
  return [facts?.name ?? null, facts?.displayName ?? null, facts?.email ?? null];
}

function principalHolds(asked: PrincipalFilterInput, side: Whole['principal']): boolean {
  return (
    (asked.type === undefined || asked.type === side.principalType) &&
    (!asked.ids || asked.ids.includes(side.principalId)) &&
    (!asked.name || textHolds(asked.name, side.facts?.name ?? null)) &&
    (!asked.anyName || namesOf(side).some((one) => textHolds(asked.anyName!, one))) &&
    (asked.deleted === undefined || asked.deleted === side.facts?.deleted) &&
    (asked.enabled === undefined ||
      (side.principalType === 'USER' && asked.enabled === side.facts?.enabled)) &&
    (asked.email === undefined ||
      Object.values({ ...asked.email, ignoreCase: undefined }).every((operand) => operand === undefined) ||
      (side.principalType === 'USER' && textHolds(asked.email!, side.facts?.email ?? null)))
  );
}

function textHolds({ ignoreCase, ...asked }: StringFilterInput, value: string | null): boolean {
  // Without an operator nothing is asked, not even that there is a name.
  if (value === null) return Object.values(asked).every((operand) => operand === undefined);
  // The names of this world are ASCII.
  const fold = (one: string) => (ignoreCase ? one.toLowerCase() : one);
  const is = fold(value);
  return (
    (asked.eq == null || is === fold(asked.eq)) &&
    (!asked.in || asked.in.map(fold).includes(is)) &&
    (asked.contains == null || is.includes(fold(asked.contains))) &&
    (asked.startsWith == null || is.startsWith(fold(asked.startsWith))) &&
    (asked.endsWith == null || is.endsWith(fold(asked.endsWith)))
  );
}
