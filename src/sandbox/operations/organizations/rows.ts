import type { Operations } from '../../models/organizations.generated.ts';
import type { Account } from '../../organization/types.ts';
import type { Call } from '../call.ts';

type AccountRow = NonNullable<Operations['DescribeAccount']['output']['Account']>;

export function arnOf(type: string, path: readonly string[], { organization }: Call): string {
  const { partition, managementAccountId } = organization;
  return `arn:${partition}:organizations::${managementAccountId}:${type}/${path.join('/')}`;
}

/** From the organization down to the account or unit itself, with a slash at the end. */
export function pathTo(id: string, { organization }: Call): string {
  return `${[organization.organizationId, ...organization.ancestors(id), id].join('/')}/`;
}

export function accountRow(account: Account, call: Call): AccountRow {
  const state = stateOf(account, call);
  return {
    Id: account.id,
    Arn: arnOf('account', [call.organization.organizationId, account.id], call),
    Email: account.email,
    Name: account.name,
    ...(!call.modes.statusAbsent && { Status: statusOf(state) }),
    State: state,
    ...(!call.modes.pathsAbsent && { Paths: [pathTo(account.id, call)] }),
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: account.joinedAt,
  };
}

/** Closing an account is a write that AWS makes behind the answer: the first row that shows the account tells so. */
function stateOf({ id, state }: Account, { pendingWrites }: Call): Account['state'] {
  const closure = pendingWrites.describe('account closure', id);
  return closure?.isSettled === false ? 'PENDING_CLOSURE' : state;
}

/** The older Status, which AWS retires, knows fewer states than State: a closed account counts as suspended. */
function statusOf(state: Account['state']): NonNullable<AccountRow['Status']> {
  switch (state) {
    case 'PENDING_ACTIVATION':
    case 'ACTIVE':
      return 'ACTIVE';
    case 'SUSPENDED':
    case 'CLOSED':
      return 'SUSPENDED';
    case 'PENDING_CLOSURE':
      return 'PENDING_CLOSURE';
    default:
      return state satisfies never;
  }
}
