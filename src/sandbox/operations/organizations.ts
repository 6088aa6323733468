import { randomUUID } from 'node:crypto';
import type { Operations } from '../models/organizations.generated.ts';
import { OrganizationError } from '../organization/types.ts';
import type { Account, OrganizationalUnit } from '../organization/types.ts';
import { WireError } from '../protocol/errors.ts';
import type { Call, Handlers } from './call.ts';
import type { AccountCreation } from './pending-writes.ts';

type AccountRow = NonNullable<Operations['DescribeAccount']['output']['Account']>;
type OrganizationalUnitRow = NonNullable<
  Operations['DescribeOrganizationalUnit']['output']['OrganizationalUnit']
>;
type DelegatedAdministratorRow = NonNullable<
  Operations['ListDelegatedAdministrators']['output']['DelegatedAdministrators']
>[number];
type CreationRow = NonNullable<Operations['CreateAccount']['output']['CreateAccountStatus']>;

/** The only service here that an account can be the delegated administrator of. */
const identityCenter = 'sso.amazonaws.com';

const policyTypes = [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] as const;

export const organizations: Handlers<Operations> = {
  DescribeOrganization(_input, call) {
    const { organizationId, managementAccountId } = call.organization;
    const email = call.organization.account(managementAccountId)?.email;
    return {
      Organization: {
        Id: organizationId,
        Arn: arnOf('organization', [organizationId], call),
        FeatureSet: 'ALL',
        MasterAccountArn: arnOf('account', [organizationId, managementAccountId], call),
        MasterAccountId: managementAccountId,
        ...(email !== undefined && { MasterAccountEmail: email }),
        AvailablePolicyTypes: policyTypes,
      },
    };
  },

  ListRoots(_input, call) {
    const { organizationId, root } = call.organization;
    const { rows, next } = call.page([root], ({ id }) => id);
    return {
      Roots: rows.map(({ id, name }) => ({
        Id: id,
        Arn: arnOf('root', [organizationId, id], call),
        Name: name,
        PolicyTypes: policyTypes,
      })),
      ...next,
    };
  },

  ListAccounts(_input, call) {
    const { rows, next } = call.page(call.organization.accounts(), ({ id }) => id);
    return { Accounts: rows.map((account) => accountRow(account, call)), ...next };
  },

  DescribeAccount(input, call) {
    const account = call.organization.account(input.AccountId);
    if (account === undefined) {
      throw new WireError(
        'AccountNotFoundException',
        `Account ${input.AccountId} is not in the organization.`,
      );
    }
    return { Account: accountRow(account, call) };
  },

  ListAccountsForParent(input, call) {
    requireParent(input.ParentId, call);
    const { rows, next } = call.page(call.organization.accountsOf(input.ParentId), ({ id }) => id);
    return { Accounts: rows.map((account) => accountRow(account, call)), ...next };
  },

  ListOrganizationalUnitsForParent(input, call) {
    requireParent(input.ParentId, call);
    const { rows, next } = call.page(call.organization.organizationalUnitsOf(input.ParentId), ({ id }) => id);
    return { OrganizationalUnits: rows.map((unit) => organizationalUnitRow(unit, call)), ...next };
  },

  DescribeOrganizationalUnit(input, call) {
    const unit = call.organization.organizationalUnit(input.OrganizationalUnitId);
    if (unit === undefined) {
      throw new WireError(
        'OrganizationalUnitNotFoundException',
        `There is no organizational unit ${input.OrganizationalUnitId}.`,
      );
    }
    return { OrganizationalUnit: organizationalUnitRow(unit, call) };
  },

  ListParents(input, call) {
    const { organization } = call;
    const child = organization.account(input.ChildId) ?? organization.organizationalUnit(input.ChildId);
    if (child === undefined) {
      throw new WireError('ChildNotFoundException', `There is no account or unit ${input.ChildId}.`);
    }
    const { rows, next } = call.page([child.parentId], (id) => id);
    return { Parents: rows.map((id) => parentRow(id, call)), ...next };
  },

  ListChildren(input, call) {
    requireParent(input.ParentId, call);
    const { ChildType: type, ParentId: parentId } = input;
    const children =
      type === 'ACCOUNT'
        ? call.organization.accountsOf(parentId)
        : call.organization.organizationalUnitsOf(parentId);
    const { rows, next } = call.page<{ readonly id: string }>(children, ({ id }) => id);
    return { Children: rows.map(({ id }) => ({ Id: id, Type: type })), ...next };
  },

  ListDelegatedAdministrators(input, call) {
    const { ServicePrincipal: service = identityCenter } = input;
    const id = call.organization.delegatedAdministratorId;
    const account = id !== undefined && service === identityCenter && call.organization.account(id);
    const { rows, next } = call.page(account ? [account] : [], (row) => row.id);
    return { DelegatedAdministrators: rows.map((row) => delegatedAdministratorRow(row, call)), ...next };
  },

  CreateOrganizationalUnit(input, call) {
    const unit = call.organization.createOrganizationalUnit(input.ParentId, input.Name);
    return { OrganizationalUnit: organizationalUnitRow(unit, call) };
  },

  CreateAccount(input, call) {
    const requestId = `car-${randomUUID().replaceAll('-', '')}`;
    const write: AccountCreation = {
      kind: 'account creation',
      name: input.AccountName,
      requestedAt: call.now(),
      outcome: createAccount({ name: input.AccountName, email: input.Email }, call),
    };
    call.pendingWrites.add(requestId, write);
    return { CreateAccountStatus: creationRow(requestId, write, false, call) };
  },

  DescribeCreateAccountStatus(input, call) {
    const requestId = input.CreateAccountRequestId;
    const described = call.pendingWrites.describe('account creation', requestId);
    if (described === undefined) {
      throw new WireError('CreateAccountStatusNotFoundException', `There is no request ${requestId}.`);
    }
    return { CreateAccountStatus: creationRow(requestId, described.write, described.isSettled, call) };
  },

  MoveAccount(input, call) {
    try {
      call.organization.moveAccount(input.AccountId, input.SourceParentId, input.DestinationParentId);
    } catch (error) {
      throw conflictAs('DuplicateAccountException', error);
    }
  },

  CloseAccount(input, call) {
    try {
      call.organization.closeAccount(input.AccountId);
    } catch (error) {
      throw conflictAs('AccountAlreadyClosedException', error);
    }
  },
};

/** An email that is taken is no error of CreateAccount: the request is accepted, and fails. */
function createAccount(account: { name: string; email: string }, call: Call): AccountCreation['outcome'] {
  try {
    return { accountId: call.organization.createAccount(account).id };
  } catch (error) {
    if (!isConflict(error)) throw error;
    return { failureReason: 'EMAIL_ALREADY_EXISTS' };
  }
}

function isConflict(error: unknown): error is OrganizationError {
  return error instanceof OrganizationError && error.kind === 'CONFLICT';
}

/** AWS has a name of its own for what each of these operations can collide with. */
function conflictAs(type: string, error: unknown): unknown {
  return isConflict(error) ? new WireError(type, `${error.message}.`) : error;
}

function requireParent(parentId: string, { organization }: Call): void {
  if (!organization.hasParent(parentId)) {
    throw new WireError('ParentNotFoundException', `There is no root or organizational unit ${parentId}.`);
  }
}

function arnOf(type: string, path: readonly string[], { organization }: Call): string {
  const { partition, managementAccountId } = organization;
  return `arn:${partition}:organizations::${managementAccountId}:${type}/${path.join('/')}`;
}

/** From the organization down to the account or unit itself, with a slash at the end. */
function pathTo(id: string, { organization }: Call): string {
  return `${[organization.organizationId, ...organization.ancestors(id), id].join('/')}/`;
}

function accountRow(account: Account, call: Call): AccountRow {
  return {
    Id: account.id,
    Arn: arnOf('account', [call.organization.organizationId, account.id], call),
    Email: account.email,
    Name: account.name,
    ...(!call.modes.statusAbsent && { Status: statusOf(account.state) }),
    State: account.state,
    ...(!call.modes.pathsAbsent && { Paths: [pathTo(account.id, call)] }),
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: account.joinedAt,
  };
}

function delegatedAdministratorRow(account: Account, call: Call): DelegatedAdministratorRow {
  const { Paths: _paths, ...row } = accountRow(account, call);
  return { ...row, DelegationEnabledDate: Math.max(account.joinedAt, call.organization.instanceCreatedAt) };
}

/** The older Status knows fewer states than State: a closed account counts as suspended. */
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

function organizationalUnitRow(unit: OrganizationalUnit, call: Call): OrganizationalUnitRow {
  return {
    Id: unit.id,
    Arn: arnOf('ou', [call.organization.organizationId, unit.id], call),
    Name: unit.name,
    ...(!call.modes.pathsAbsent && { Path: pathTo(unit.id, call) }),
  };
}

function parentRow(id: string, { organization }: Call): { Id: string; Type: 'ROOT' | 'ORGANIZATIONAL_UNIT' } {
  return { Id: id, Type: id === organization.root.id ? 'ROOT' : 'ORGANIZATIONAL_UNIT' };
}

function creationRow(requestId: string, write: AccountCreation, isSettled: boolean, call: Call): CreationRow {
  const row = { Id: requestId, AccountName: write.name, RequestedTimestamp: write.requestedAt };
  if (!isSettled) return { ...row, State: 'IN_PROGRESS' };
  return 'accountId' in write.outcome
    ? { ...row, State: 'SUCCEEDED', CompletedTimestamp: call.now(), AccountId: write.outcome.accountId }
    : { ...row, State: 'FAILED', CompletedTimestamp: call.now(), FailureReason: write.outcome.failureReason };
}
