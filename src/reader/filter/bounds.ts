import type { PrincipalType } from '../../mirror/rows.ts';
import type { Expression, PrincipalTest } from './expression.ts';

/**
 * The ids that an assignment must be among to be able to match, or undefined when any could.
 * `leaf` gives the ids that a leaf allows, and undefined for a leaf about another side or without ids.
 */
export function bound(
  expression: Expression,
  leaf: (leaf: Expression) => ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  switch (expression.op) {
    case 'all': {
      const bounds = expression.of.map((part) => bound(part, leaf)).filter((ids) => ids !== undefined);
      return bounds.length === 0 ? undefined : bounds.reduce((left, right) => left.intersection(right));
    }
    case 'any': {
      const bounds = expression.of.map((part) => bound(part, leaf));
      // The cast: every one was just seen to be a set.
      if (bounds.includes(undefined)) return undefined;
      return (bounds as ReadonlySet<string>[]).reduce((left, right) => left.union(right), new Set<string>());
    }
    case 'not':
      return undefined;
    case 'target':
    case 'permissionSet':
    case 'principal':
      return leaf(expression);
    default:
      return expression satisfies never;
  }
}

/** Account ids, when the filter names accounts and no OU that stands for more. */
export function accountBound(expression: Expression): ReadonlySet<string> | undefined {
  return bound(expression, (leaf) =>
    leaf.op === 'target' && !leaf.test.parentIds ? leaf.test.accountIds : undefined,
  );
}

export function permissionSetBound(expression: Expression): ReadonlySet<string> | undefined {
  return bound(expression, (leaf) => (leaf.op === 'permissionSet' ? leaf.test.arns : undefined));
}

/**
 * Principals as `USER/<id>` or `GROUP/<id>`; an id without a type stands for both. `listed` gives, where it is
 * known, whom of the identity store a test holds for that names nobody by id.
 */
export function holderBound(
  expression: Expression,
  listed?: (test: PrincipalTest) => ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  return bound(expression, (leaf) => {
    if (leaf.op !== 'principal') return undefined;
    if (!leaf.test.ids) return isOfTheStore(leaf.test) ? listed?.(leaf.test) : undefined;
    const types = leaf.test.type === undefined ? ['GROUP', 'USER'] : [leaf.test.type];
    return new Set([...leaf.test.ids].flatMap((id) => types.map((type) => `${type}/${id}`)));
  });
}

/** Whose lists tell whom the filter names that names nobody by id; undefined when no list can. */
export function listedTypes(expression: Expression): readonly PrincipalType[] | undefined {
  const types = new Set<PrincipalType>();
  const bounded = holderBound(expression, (test) => {
    for (const type of typesOf(test)) types.add(type);
    return new Set();
  });
  return bounded && [...types].toSorted();
}

/** The types of principals for which the test can hold. */
export function typesOf(test: PrincipalTest): readonly PrincipalType[] {
  return (['GROUP', 'USER'] as const).filter((type) => mayBe(test, type));
}

/** Can the test hold for one of that type? The store says of users only whether they are enabled, and their e-mail address. */
export function mayBe({ type, enabled, email }: PrincipalTest, one: PrincipalType): boolean {
  return (type ?? one) === one && ((enabled === undefined && email === undefined) || one === 'USER');
}

/** The tests by which those are found whom the filter names otherwise than by id; none where no list can tell. */
export function testsOfListed(expression: Expression): readonly PrincipalTest[] {
  const tests: PrincipalTest[] = [];
  const isBounded = holderBound(expression, (test) => {
    tests.push(test);
    return new Set();
  });
  return isBounded ? tests : [];
}

/** Does the test hold for nobody but those whom the identity store has? A deleted one has no name, state or address. */
function isOfTheStore(test: PrincipalTest): boolean {
  return asksOfTheStore(test) || test.deleted === false;
}

/** Does the test ask for what nobody has but those whom the identity store has? */
export function asksOfTheStore({ name, anyName, enabled, email }: PrincipalTest): boolean {
  return (name ?? anyName ?? enabled ?? email) !== undefined;
}

export function principalBound(expression: Expression): ReadonlySet<string> | undefined {
  return bound(expression, (leaf) => (leaf.op === 'principal' ? leaf.test.ids : undefined));
}

/** The one type of principal that can match, if there is one. */
export function typeBound(expression: Expression): PrincipalType | undefined {
  const types = bound(expression, (leaf) =>
    leaf.op === 'principal' && leaf.test.type ? new Set<string>([leaf.test.type]) : undefined,
  );
  const [only] = types ?? [];
  return types?.size === 1 ? (only as PrincipalType) : undefined; // as they were put in above
}

/** Are these conditions on ids and types only, besides those on accounts, so that bounds say all there is to say? */
export function isOfIds(expression: Expression): boolean {
  if (expression.op === 'all') return expression.of.every((part) => part.op !== 'all' && isOfIds(part));
  if (expression.op === 'permissionSet') return !asksForPermissionSetFacts(expression);
  if (expression.op === 'principal') return !asksForPrincipalFacts(expression);
  return expression.op === 'target' && !asksForAccountFacts(expression);
}

/** Does any leaf satisfy the test? */
export function some(expression: Expression, test: (leaf: Expression) => boolean): boolean {
  switch (expression.op) {
    case 'all':
    case 'any':
      return expression.of.some((part) => some(part, test));
    case 'not':
      return some(expression.of, test);
    case 'target':
    case 'permissionSet':
    case 'principal':
      return test(expression);
    default:
      return expression satisfies never;
  }
}

export function asksForAccountFacts(expression: Expression): boolean {
  return some(
    expression,
    (leaf) => leaf.op === 'target' && Boolean(leaf.test.name ?? leaf.test.states ?? leaf.test.parentIds),
  );
}

export function asksForPlaces(expression: Expression): boolean {
  return some(expression, (leaf) => leaf.op === 'target' && leaf.test.parentIds !== undefined);
}

export function asksForPermissionSetFacts(expression: Expression): boolean {
  return some(
    expression,
    (leaf) =>
      leaf.op === 'permissionSet' &&
      (leaf.test.name ?? leaf.test.managedPolicies ?? leaf.test.tags) !== undefined,
  );
}

export function asksForPrincipalFacts(expression: Expression): boolean {
  return some(expression, (leaf) => asksForFactsOf(leaf, 'USER') || asksForFactsOf(leaf, 'GROUP'));
}

/** Does the leaf ask more about a user or group than its id? */
export function asksForFactsOf(leaf: Expression, type: PrincipalType): boolean {
  if (leaf.op !== 'principal' || (leaf.test.type ?? type) !== type) return false;
  return asksOfTheStore(leaf.test) || leaf.test.deleted !== undefined;
}

export function asksForPrincipals(expression: Expression): boolean {
  return some(expression, (leaf) => leaf.op === 'principal');
}

/** Can what is known of that side alone rule an assignment out? Of a filter with `not` on its leaves only. */
export function constrains(expression: Expression, side: 'target' | 'permissionSet'): boolean {
  switch (expression.op) {
    case 'all':
      return expression.of.some((part) => constrains(part, side));
    case 'any':
      return expression.of.every((part) => constrains(part, side));
    case 'not':
      return constrains(expression.of, side);
    case 'target':
    case 'permissionSet':
    case 'principal':
      return expression.op === side;
    default:
      return expression satisfies never;
  }
}
