import { isInOrganization } from '../facts/from-aws.ts';
import { carriesAny, tagsHold, type PermissionSetKnowledge } from './carried.ts';
import type { TextTest } from './pattern.ts';

/**
 * A filter, ready to be asked. A leaf speaks of one of the three sides of an assignment.
 * Every part of a leaf that is there must hold.
 */
export type Expression =
  | { readonly op: 'all' | 'any'; readonly of: readonly Expression[] }
  | { readonly op: 'not'; readonly of: Expression }
  | { readonly op: 'target'; readonly test: TargetTest }
  | { readonly op: 'permissionSet'; readonly test: PermissionSetTest }
  | { readonly op: 'principal'; readonly test: PrincipalTest };

export interface TargetTest {
  readonly accountIds?: ReadonlySet<string>;
  /** OUs and roots; with `accountIds`, either will do. */
  readonly parentIds?: ReadonlySet<string>;
  readonly recursive: boolean;
  readonly name?: TextTest;
  readonly states?: ReadonlySet<string>;
}

export interface PermissionSetTest {
  readonly arns?: ReadonlySet<string>;
  readonly name?: TextTest;
  /** Names or ARNs of managed policies, of which one has to be attached. */
  readonly managedPolicies?: ReadonlySet<string>;
  /** Tags that it has to carry; one without a value may have any. */
  readonly tags?: readonly { readonly key: string; readonly value?: string }[];
}

export interface PrincipalTest {
  readonly type?: 'GROUP' | 'USER';
  readonly ids?: ReadonlySet<string>;
  readonly name?: TextTest;
  /** Of whatever the principal is called by. */
  readonly anyName?: TextTest;
  readonly deleted?: boolean;
  readonly enabled?: boolean;
  readonly email?: TextTest;
}

/** What is known of an assignment, or of a part of all assignments: a side left out may be anything. */
export interface Candidate {
  readonly account?: {
    readonly accountId: string;
    readonly facts?:
      | {
          readonly name: string | null;
          readonly email: string | null;
          readonly state: string | null;
          readonly ancestors: readonly string[] | null;
        }
      | undefined;
  };
  readonly permissionSet?: {
    readonly arn: string;
    readonly facts?: PermissionSetKnowledge | undefined;
  };
  readonly principal?: {
    readonly principalType: 'GROUP' | 'USER';
    readonly principalId: string;
    readonly facts?:
      | {
          readonly name: string | null;
          readonly displayName: string | null;
          readonly email: string | null;
          readonly deleted: boolean | null;
          readonly enabled: boolean | null;
        }
      | undefined;
  };
}

/** Kleene's three values; undefined is "could be either, by what is known so far". */
export type Verdict = boolean | undefined;

/** Does the filter hold for every, for no, or maybe for some assignment that the candidate stands for? */
export function evaluate(expression: Expression, candidate: Candidate): Verdict {
  switch (expression.op) {
    case 'all':
      return every(expression.of.map((part) => () => evaluate(part, candidate)));
    case 'any':
      return not(every(expression.of.map((part) => () => not(evaluate(part, candidate)))));
    case 'not':
      return not(evaluate(expression.of, candidate));
    case 'target':
      return targetHolds(expression.test, candidate.account);
    case 'permissionSet':
      return permissionSetHolds(expression.test, candidate.permissionSet);
    case 'principal':
      return principalHolds(expression.test, candidate.principal);
    default:
      return expression satisfies never;
  }
}

function targetHolds(test: TargetTest, account: Candidate['account']): Verdict {
  if (!account) return undefined;
  const { accountId, facts } = account;
  const isGiven = test.accountIds?.has(accountId) ?? false;
  return every([
    () => (!test.accountIds && !test.parentIds) || isGiven || isUnder(test, facts),
    () => test.states?.size !== 0,
    () => (test.states ? isInState(test.states, facts) : true),
    () => (test.name ? facts && facts.name !== null && test.name(facts.name) : true),
  ]);
}

type AccountFacts = NonNullable<Candidate['account']>['facts'];

/** What is no account of the organization has no state; of an account AWS may leave it out, and then it is unknown. */
function isInState(states: ReadonlySet<string>, facts: AccountFacts): Verdict {
  if (!facts || !isInOrganization(facts)) return facts && false;
  return facts.state === null ? undefined : states.has(facts.state);
}

/** An account's place: what is no account of the organization is under nothing. */
function isUnder(test: TargetTest, facts: AccountFacts): Verdict {
  if (!test.parentIds) return false;
  if (!facts || !isInOrganization(facts)) return facts && false;
  const { ancestors } = facts;
  if (ancestors === null) return undefined;
  const near = test.recursive ? ancestors : ancestors.slice(-1);
  return near.some((id) => test.parentIds?.has(id));
}

function permissionSetHolds(test: PermissionSetTest, permissionSet: Candidate['permissionSet']): Verdict {
  if (!permissionSet) return undefined;
  const { arn, facts } = permissionSet;
  return every([
    () => test.arns?.has(arn) ?? true,
    () => textHolds(test.name, facts?.name),
    () => (test.managedPolicies ? carriesAny(test.managedPolicies, facts?.managedPolicies) : true),
    () => (test.tags ? tagsHold(test.tags, facts?.tags) : true),
  ]);
}

/** Of a text that AWS does not have, every test fails. */
function textHolds(test: TextTest | undefined, text: string | null | undefined): Verdict {
  if (!test) return true;
  return text === undefined ? undefined : text !== null && test(text);
}

function principalHolds(test: PrincipalTest, principal: Candidate['principal']): Verdict {
  if (!principal) return undefined;
  const { principalType, principalId, facts } = principal;
  return every([
    () => test.type === undefined || test.type === principalType,
    () => test.ids?.has(principalId) ?? true,
    () => test.deleted === undefined || is(facts?.deleted, test.deleted),
    () => test.enabled === undefined || (principalType === 'USER' && isEnabled(test.enabled, facts)),
    () => test.email === undefined || (principalType === 'USER' && hasText(test.email, facts, 'email')),
    () => hasText(test.name, facts, 'name'),
    () => test.anyName === undefined || isCalled(test.anyName, principalType, facts),
  ]);
}

type PrincipalFacts = NonNullable<NonNullable<Candidate['principal']>['facts']>;

/** A deleted user is neither enabled nor disabled. */
function isEnabled(wanted: boolean, facts: PrincipalFacts | undefined): Verdict {
  return facts?.deleted ? false : is(facts?.enabled, wanted);
}

/** What a user is called by; a group has one name alone. */
const namesOfUsers = ['name', 'displayName', 'email'] as const;

function isCalled(test: TextTest, type: 'GROUP' | 'USER', facts: PrincipalFacts | undefined): Verdict {
  if (type === 'GROUP') return hasText(test, facts, 'name');
  return not(every(namesOfUsers.map((of) => () => not(hasText(test, facts, of)))));
}

/** A missing name or e-mail address fails every operator, unless it is not known whether the principal is deleted. */
function hasText(
  test: TextTest | undefined,
  facts: PrincipalFacts | undefined,
  of: 'name' | 'displayName' | 'email',
): Verdict {
  if (!test) return true;
  const text = facts?.[of] ?? undefined;
  if (text !== undefined) return test(text);
  return !facts || facts.deleted === null ? undefined : false;
}

/** What AWS did not tell could be either. */
function is(value: boolean | null | undefined, wanted: boolean): Verdict {
  return value === null || value === undefined ? undefined : value === wanted;
}

/** False as soon as one is false; then undefined if one is. */
function every(parts: readonly (() => Verdict)[]): Verdict {
  let verdict: Verdict = true;
  for (const part of parts) {
    const value = part();
    if (value === false) return false;
    if (value === undefined) verdict = undefined;
  }
  return verdict;
}

function not(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}
