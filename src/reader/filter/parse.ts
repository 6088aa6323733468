import { badInput } from '../../errors.ts';
import type { Expression, PermissionSetTest, PrincipalTest } from './expression.ts';
import { checkPrincipalId, checkTargetId, isAccountId, isParentId, permissionSetArn } from './ids.ts';
import type {
  AssignmentFilterInput,
  PermissionSetFilterInput,
  PrincipalFilterInput,
  TagFilterInput,
  TargetFilterInput,
} from './input.ts';
import { nameTest } from './text.ts';

/** A filter of people is small; one that is not comes from a program that should ask in parts. */
const maxParts = 1_000;
const maxDepth = 20;
const maxIds = 10_000;
/** AWS lets a permission set carry no more. */
const maxTags = 50;

/** Checks a filter and compiles it. Throws BAD_INPUT that names the argument, such as `filter.target.ids`. */
export function parseFilter(
  filter: AssignmentFilterInput | null | undefined,
  instanceArn: string,
): Expression {
  let parts = 0;
  const parse = (input: AssignmentFilterInput, argument: string, depth: number): Expression => {
    if (depth > maxDepth) throw badInput(argument, `filters may be nested ${maxDepth} deep`);
    if (++parts > maxParts) throw badInput('filter', `a filter may have ${maxParts} parts`);
    const of: Expression[] = [];
    if (input.principal)
      of.push({ op: 'principal', test: parsePrincipalFilter(input.principal, `${argument}.principal`) });
    if (input.permissionSet)
      of.push({
        op: 'permissionSet',
        test: parsePermissionSetFilter(input.permissionSet, `${argument}.permissionSet`, instanceArn),
      });
    if (input.target) of.push(target(input.target, `${argument}.target`));
    if (input.and) of.push(...input.and.map((part, n) => parse(part, `${argument}.and[${n}]`, depth + 1)));
    if (input.or)
      of.push({ op: 'any', of: input.or.map((part, n) => parse(part, `${argument}.or[${n}]`, depth + 1)) });
    if (input.not) of.push({ op: 'not', of: parse(input.not, `${argument}.not`, depth + 1) });
    const [only] = of;
    return of.length === 1 && only ? only : { op: 'all', of };
  };
  return parse(filter ?? {}, 'filter', 1);
}

export function parsePrincipalFilter(input: PrincipalFilterInput, argument: string): PrincipalTest {
  const ids = idSet(input.ids, `${argument}.ids`, (id, at) => checkPrincipalId(id, at));
  const name = nameTest(input.name, `${argument}.name`);
  const anyName = nameTest(input.anyName, `${argument}.anyName`);
  const email = nameTest(input.email, `${argument}.email`);
  return {
    ...(input.type && { type: input.type }),
    ...(ids && { ids }),
    ...(name && { name }),
    ...(anyName && { anyName }),
    ...(typeof input.deleted === 'boolean' && { deleted: input.deleted }),
    ...(typeof input.enabled === 'boolean' && { enabled: input.enabled }),
    ...(email && { email }),
  };
}

export function parsePermissionSetFilter(
  input: PermissionSetFilterInput,
  argument: string,
  instanceArn: string,
): PermissionSetTest {
  const arns = idSet(input.ids, `${argument}.ids`, (id, at) => permissionSetArn(id, instanceArn, at));
  const name = nameTest(input.name, `${argument}.name`);
  const managedPolicies = idSet(input.managedPolicies, `${argument}.managedPolicies`, givenPolicy);
  const tags = input.tags && tagsOf(input.tags, `${argument}.tags`);
  return {
    ...(arns && { arns }),
    ...(name && { name }),
    ...(managedPolicies && { managedPolicies }),
    // No tag is asked for: every permission set carries all of them.
    ...(tags && tags.length > 0 && { tags }),
  };
}

function givenPolicy(policy: string, argument: string): string {
  if (policy === '') throw badInput(argument, 'give the name or the ARN of a managed policy');
  return policy;
}

function tagsOf(tags: readonly TagFilterInput[], argument: string): PermissionSetTest['tags'] {
  if (tags.length > maxTags) throw badInput(argument, `at most ${maxTags} tags, but got ${tags.length}`);
  return tags.map(({ key, value }, n) => {
    if (key === '') throw badInput(`${argument}[${n}].key`, 'give the key of a tag');
    return { key, ...(typeof value === 'string' && { value }) };
  });
}

/** A filter of what principals hold on targets, whose two sides are arguments of their own. */
export function parseSides(
  principal: PrincipalFilterInput | null | undefined,
  accounts: TargetFilterInput | null | undefined,
): Expression {
  return {
    op: 'all',
    of: [
      ...(principal
        ? [{ op: 'principal' as const, test: parsePrincipalFilter(principal, 'principal') }]
        : []),
      ...(accounts ? [target(accounts, 'target')] : []),
    ],
  };
}

/** In an AssignmentFilter a target is an account; an OU or a root stands for its accounts. */
function target(input: TargetFilterInput, argument: string): Expression {
  const ids = idSet(input.ids, `${argument}.ids`, (id, at) => {
    checkTargetId(id, at);
    if (input.type && (input.type === 'AWS_ACCOUNT') !== isAccountId(id))
      throw badInput(at, `${id} is not of the type ${input.type} that the filter asks for`);
    return id;
  });
  if (input.type === 'AWS_OU' && !ids)
    throw badInput(
      `${argument}.type`,
      'AWS_OU needs ids: access is to accounts, and an OU stands for its accounts',
    );
  const accountIds = ids && new Set([...ids].filter(isAccountId));
  const parentIds = ids && new Set([...ids].filter(isParentId));
  const name = nameTest(input.name, `${argument}.name`);
  return {
    op: 'target',
    test: {
      recursive: input.recursive ?? false,
      ...(accountIds && { accountIds }),
      ...(parentIds && parentIds.size > 0 && { parentIds }),
      ...(name && { name }),
      ...(input.states && { states: new Set(input.states) }),
    },
  };
}

function idSet(
  ids: readonly string[] | null | undefined,
  argument: string,
  check: (id: string, argument: string) => string,
): ReadonlySet<string> | undefined {
  if (!ids) return undefined;
  if (ids.length > maxIds) throw badInput(argument, `at most ${maxIds} ids, but got ${ids.length}`);
  return new Set(ids.map((id, n) => check(id, `${argument}[${n}]`)));
}
