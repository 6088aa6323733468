import { detailKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import { principalKey, type PrincipalId } from '../../mirror/rows.ts';
import type { Detail, ManagedPolicyFacts, TagFacts } from '../extents/permission-set-details.ts';
import { evaluate, type Candidate, type Expression, type Verdict } from '../filter/expression.ts';
import type { Change, Subject } from './change.ts';
import type { History } from './history.ts';
import { lastNameOf, type Named } from './last-names.ts';

type Side = 'permissionSet' | 'principal' | 'target';

/**
 * Tells which changes a filter of assignments is about: by what is known, and by the names of then. No call is made;
 * undefined where something that the filter asks of a permission set was never read.
 */
export function touching(
  expression: Expression,
  mirror: Mirror,
  history: History,
): (change: Change) => Verdict {
  const asked = sidesOf(expression);
  const know = knowledgeOf(mirror);
  const lastName = (named: Named) => lastNameOf(history, mirror, named);
  const matches = (sides: readonly Side[], candidate: Candidate) => {
    const verdict = evaluate(expression, candidate);
    // A part of the filter that speaks of nothing that the change touches neither takes it nor leaves it out.
    return verdict ?? sides.some((side) => asked.has(side));
  };
  return ({ subject }) => {
    switch (subject.about) {
      case 'assignment': {
        const { accountId, permissionSetArn } = subject.row;
        const account = know.account(accountId, subject.names.account);
        const permissionSet = know.permissionSet(permissionSetArn, subject.names.permissionSet);
        const principal = know.principal(subject.row, subject.names.principal);
        return evaluate(expression, { account, permissionSet, principal });
      }
      case 'entitlement': {
        if (asked.has('permissionSet')) return false;
        const account = know.account(subject.row.accountId, null);
        return evaluate(expression, {
          account,
          principal: know.principal(subject.row, lastName(subject.row)),
        });
      }
      case 'membership':
        return membersOf(subject).some((id) =>
          matches(['principal'], { principal: know.principal(id, lastName(id)) }),
        );
      case 'principal':
        return matches(['principal'], { principal: know.principal(subject.principal, subject.name) });
      case 'permissionSet':
        return matches(['permissionSet'], {
          permissionSet: know.permissionSet(subject.arn, subject.name ?? lastName(subject.arn)),
        });
      case 'account':
        return matches(['target'], { account: know.account(subject.accountId, subject.name) });
      default:
        return subject satisfies never;
    }
  };
}

function membersOf({ groupId, userId }: Extract<Subject, { about: 'membership' }>): PrincipalId[] {
  return [
    { principalType: 'GROUP', principalId: groupId },
    { principalType: 'USER', principalId: userId },
  ];
}

function sidesOf(expression: Expression): ReadonlySet<Side> {
  switch (expression.op) {
    case 'all':
    case 'any':
      return new Set(expression.of.flatMap((part) => [...sidesOf(part)]));
    case 'not':
      return sidesOf(expression.of);
    case 'permissionSet':
    case 'principal':
    case 'target':
      return new Set([expression.op]);
    default:
      return expression satisfies never;
  }
}

/** What the mirror knows, and else what was known when the change was seen. What nobody knows fails every test. */
function knowledgeOf(mirror: Mirror) {
  /** What AWS answered of a permission set, unless it was never asked. */
  const detail = <Value>(kind: Detail, arn: string): readonly Value[] | undefined => {
    const key = detailKey(kind, arn);
    // The cast: what `extents/permission-set-details.ts` keeps.
    return mirror.coverage.readAt(key) === undefined
      ? undefined
      : mirror.lists.of(key).map(({ value }) => value as Value);
  };
  return {
    account(accountId: string, name: string | null) {
      const known = mirror.accounts.byId([accountId]).get(accountId);
      const nothing = { name, email: null, state: null, ancestors: null };
      return { accountId, facts: known && known.readAt !== null ? known : nothing };
    },
    permissionSet(arn: string, name: string | null) {
      const managedPolicies = detail<ManagedPolicyFacts>('managedPolicies', arn);
      const tags = detail<TagFacts>('tags', arn);
      const known = mirror.permissionSets.byArn([arn]).get(arn)?.name;
      return { arn, facts: { name: known ?? name, managedPolicies, tags } };
    },
    principal({ principalType, principalId }: PrincipalId, name: string | null) {
      const id = { principalType, principalId };
      const known = mirror.principals.byId([id]).get(principalKey(id));
      const facts = {
        name: known?.name ?? name,
        displayName: known?.displayName ?? null,
        email: known?.email ?? null,
        deleted: known?.deleted ?? false,
        enabled: known?.enabled ?? null,
      };
      return { ...id, facts };
    },
  };
}
