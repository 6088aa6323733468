import type { AssignmentFacts, Need } from '../rows/columns.ts';

/** A unit of organization with what is above it, as far as the selection goes. */
export interface Unit {
  readonly targetId: string;
  readonly name: string | null;
  readonly parent?: Unit | null;
}

/** An assignment as the selection of `sweepDocument` asks for it. */
export interface AssignmentNode {
  readonly instance: { readonly arn: string };
  readonly principal: {
    readonly principalType: 'USER' | 'GROUP';
    readonly principalId: string;
    readonly name?: string | null;
    readonly deleted?: boolean | null;
    readonly displayName?: string | null;
    readonly email?: string | null;
    readonly enabled?: boolean | null;
  };
  readonly permissionSet: { readonly arn: string; readonly name?: string | null };
  readonly target: {
    readonly targetId: string;
    readonly name?: string | null;
    readonly state?: string | null;
    readonly parent?: Unit | null;
  };
}

/** AWS nests organizational units five deep, below a root. */
const depth = 6;

export const parentsSelection = Array.from({ length: depth }).reduce<string>(
  (below) => `parent { targetId name ${below} }`,
  '',
);

/** What is selected of an account. */
export const accountSelection = `state ${parentsSelection}`;

/** What is selected of an assignment, and no more: what is not selected is not looked up. */
export function selectionOf(needs: ReadonlySet<Need>): string {
  const account = [needs.has('accounts') && 'state', needs.has('ouPaths') && parentsSelection].filter(
    Boolean,
  );
  return `instance { arn }
    principal { principalType principalId ${
      needs.has('principals') ? 'name deleted ... on User { displayName email enabled }' : ''
    } }
    permissionSet { arn ${needs.has('permissionSets') ? 'name' : ''} }
    target { targetId ${needs.has('accounts') ? 'name' : ''} ${
      account.length > 0 ? `... on Account { ${account.join(' ')} }` : ''
    } }`;
}

export function factsOf({ instance, principal, permissionSet, target }: AssignmentNode): AssignmentFacts {
  const { principalType, principalId } = principal;
  return {
    instanceArn: instance.arn,
    row: { principalType, principalId, permissionSetArn: permissionSet.arn, accountId: target.targetId },
    // A group has no other name than the one that is displayed.
    principal: principalType === 'GROUP' ? { ...principal, displayName: principal.name } : principal,
    permissionSet,
    account: target,
    ouPath: pathOf(target.parent),
  };
}

/** As ouPathsOf tells it: a unit without a name stands with its id, and a way that does not begin at a root is none. */
export function pathOf(unit: Unit | null | undefined): string | undefined {
  const way: Unit[] = [];
  for (let at = unit; at; at = at.parent) way.unshift(at);
  return way[0]?.targetId.startsWith('r-')
    ? way.map(({ name, targetId }) => name ?? targetId).join('/')
    : undefined;
}
