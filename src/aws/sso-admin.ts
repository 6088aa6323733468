import {
  DescribeInstanceCommand,
  DescribePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  type AccountAssignment,
  type AccountAssignmentForPrincipal,
  type InstanceMetadata,
  type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { present, type Answer } from './call/answer.ts';
import type { Caller, CallOptions } from './call/call.ts';
import { createPermissionSetDetails, type PermissionSetDetails } from './permission-set-details.ts';
import { createService } from './service.ts';

export type PrincipalType = 'USER' | 'GROUP';
export type ProvisioningStatus =
  | 'LATEST_PERMISSION_SET_PROVISIONED'
  | 'LATEST_PERMISSION_SET_NOT_PROVISIONED';

export interface InstanceFacts {
  readonly instanceArn: string;
  readonly identityStoreId: string;
  readonly ownerAccountId?: string;
  readonly name?: string;
  readonly status?: string;
  /** Milliseconds since 1970. */
  readonly createdAt?: number;
  /** Where an instance has several Regions: the one that answers for permission sets and assignments. */
  readonly primaryRegion?: string;
}

export interface InstanceDetails extends InstanceFacts {
  /** False for an instance without permission sets, such as an account instance; absent when AWS does not say. */
  readonly permissionSetsEnabled?: boolean;
}

export interface PermissionSetFacts {
  readonly permissionSetArn: string;
  readonly name?: string;
  readonly description?: string;
  /** Milliseconds since 1970. */
  readonly createdAt?: number;
  /** An ISO 8601 duration, such as `PT8H`. */
  readonly sessionDuration?: string;
  readonly relayState?: string;
}

export interface AccountAssignmentFacts {
  readonly accountId: string;
  readonly permissionSetArn: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

export interface ProvisionedOptions extends CallOptions {
  /** Only what is in this state; all without it. */
  readonly status?: ProvisioningStatus;
}

/** The reads of sso-admin. A list is an async generator of its pages. */
export interface SsoAdmin extends PermissionSetDetails {
  /** Empty, not an error, in a Region without an instance. */
  listInstances(options: CallOptions): AsyncGenerator<InstanceFacts[], void>;
  describeInstance(instanceArn: string, options: CallOptions): Promise<InstanceDetails>;
  listPermissionSets(instanceArn: string, options: CallOptions): AsyncGenerator<string[], void>;
  describePermissionSet(
    instanceArn: string,
    permissionSetArn: string,
    options: CallOptions,
  ): Promise<PermissionSetFacts>;
  /** ARNs of the permission sets of an account. */
  listPermissionSetsProvisionedToAccount(
    instanceArn: string,
    accountId: string,
    options: ProvisionedOptions,
  ): AsyncGenerator<string[], void>;
  /** Ids of the accounts that have a permission set. */
  listAccountsForProvisionedPermissionSet(
    instanceArn: string,
    permissionSetArn: string,
    options: ProvisionedOptions,
  ): AsyncGenerator<string[], void>;
  listAccountAssignments(
    instanceArn: string,
    accountId: string,
    permissionSetArn: string,
    options: CallOptions,
  ): AsyncGenerator<AccountAssignmentFacts[], void>;
  /** A user's rows are the direct ones and those inherited through groups, which name the group. */
  listAccountAssignmentsForPrincipal(
    instanceArn: string,
    principalType: PrincipalType,
    principalId: string,
    options: CallOptions & { /** Only rows of this account. */ readonly accountId?: string },
  ): AsyncGenerator<AccountAssignmentFacts[], void>;
}

export function createSsoAdmin(client: SSOAdminClient, call: Caller): SsoAdmin {
  const { get, list } = createService('sso-admin', 100, call);
  return {
    ...createPermissionSetDetails(client, call),

    listInstances: (options) =>
      list(
        'ListInstances',
        options,
        (paging, http) => client.send(new ListInstancesCommand(paging), http),
        ({ Instances }, answer) => answer.rows('Instances', Instances, (row) => instanceFacts(row, answer)),
      ),

    describeInstance: (InstanceArn, options) =>
      get(
        'DescribeInstance',
        options,
        (http) => client.send(new DescribeInstanceCommand({ InstanceArn }), http),
        (output, answer) => {
          const facts = instanceFacts(output, answer);
          answer.same('InstanceArn', InstanceArn, facts.instanceArn);
          const permissionSetsEnabled = answer.flag('PermissionSetsEnabled', output.PermissionSetsEnabled);
          return { ...facts, ...present({ permissionSetsEnabled }) };
        },
      ),

    listPermissionSets: (InstanceArn, options) =>
      list(
        'ListPermissionSets',
        options,
        (paging, http) => client.send(new ListPermissionSetsCommand({ InstanceArn, ...paging }), http),
        ({ PermissionSets }, answer) =>
          answer.rows('PermissionSets', PermissionSets, (arn) =>
            ownSet(InstanceArn, 'PermissionSets', arn, answer),
          ),
      ),

    describePermissionSet: (InstanceArn, PermissionSetArn, options) =>
      get(
        'DescribePermissionSet',
        options,
        (http) => client.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }), http),
        ({ PermissionSet: row }, answer) => {
          const told = answer.required('PermissionSetArn', row?.PermissionSetArn);
          return {
            permissionSetArn: answer.same('PermissionSetArn', PermissionSetArn, told),
            ...present({
              name: answer.text('Name', row?.Name),
              description: answer.text('Description', row?.Description),
              createdAt: answer.time('CreatedDate', row?.CreatedDate),
              sessionDuration: answer.text('SessionDuration', row?.SessionDuration),
              relayState: answer.text('RelayState', row?.RelayState),
            }),
          };
        },
      ),

    listPermissionSetsProvisionedToAccount: (InstanceArn, AccountId, options) => {
      const input = { InstanceArn, AccountId, ProvisioningStatus: options.status };
      return list(
        'ListPermissionSetsProvisionedToAccount',
        options,
        (paging, http) =>
          client.send(new ListPermissionSetsProvisionedToAccountCommand({ ...input, ...paging }), http),
        ({ PermissionSets }, answer) =>
          answer.rows('PermissionSets', PermissionSets, (arn) =>
            ownSet(InstanceArn, 'PermissionSets', arn, answer),
          ),
      );
    },

    listAccountsForProvisionedPermissionSet: (InstanceArn, PermissionSetArn, options) => {
      const input = { InstanceArn, PermissionSetArn, ProvisioningStatus: options.status };
      return list(
        'ListAccountsForProvisionedPermissionSet',
        options,
        (paging, http) =>
          client.send(new ListAccountsForProvisionedPermissionSetCommand({ ...input, ...paging }), http),
        ({ AccountIds }, answer) =>
          answer.rows('AccountIds', AccountIds, (id) => answer.required('AccountIds', id)),
      );
    },

    listAccountAssignments: (InstanceArn, AccountId, PermissionSetArn, options) => {
      const input = { InstanceArn, AccountId, PermissionSetArn };
      return list(
        'ListAccountAssignments',
        options,
        (paging, http) => client.send(new ListAccountAssignmentsCommand({ ...input, ...paging }), http),
        ({ AccountAssignments }, answer) =>
          // The pair was asked for, so that a row need not repeat it.
          answer.rows('AccountAssignments', AccountAssignments, (row) => ({
            accountId: answer.same('AccountId', AccountId, row?.AccountId),
            permissionSetArn: answer.same('PermissionSetArn', PermissionSetArn, row?.PermissionSetArn),
            ...principalOf(row, answer),
          })),
      );
    },

    listAccountAssignmentsForPrincipal: (InstanceArn, PrincipalType, PrincipalId, options) => {
      const { accountId: AccountId } = options;
      const Filter = AccountId === undefined ? undefined : { AccountId };
      const input = { InstanceArn, PrincipalType, PrincipalId, Filter };
      return list(
        'ListAccountAssignmentsForPrincipal',
        options,
        (paging, http) =>
          client.send(new ListAccountAssignmentsForPrincipalCommand({ ...input, ...paging }), http),
        ({ AccountAssignments }, answer) =>
          answer.rows('AccountAssignments', AccountAssignments, (row) => {
            const told = answer.required('AccountId', row?.AccountId);
            const holder = principalOf(row, answer);
            // A user holds through groups, too, and those rows name the group.
            if (PrincipalType === 'GROUP' || holder.principalType === 'USER') {
              answer.same('PrincipalType', PrincipalType, holder.principalType);
              answer.same('PrincipalId', PrincipalId, holder.principalId);
            }
            return {
              accountId: answer.same('AccountId', AccountId ?? told, told),
              permissionSetArn: ownSet(InstanceArn, 'PermissionSetArn', row?.PermissionSetArn, answer),
              ...holder,
            };
          }),
      );
    },
  };
}

function instanceFacts(row: InstanceMetadata | undefined, answer: Answer): InstanceFacts {
  return {
    instanceArn: answer.required('InstanceArn', row?.InstanceArn),
    identityStoreId: answer.required('IdentityStoreId', row?.IdentityStoreId),
    ...present({
      ownerAccountId: answer.text('OwnerAccountId', row?.OwnerAccountId),
      name: answer.text('Name', row?.Name),
      status: answer.text('Status', row?.Status),
      createdAt: answer.time('CreatedDate', row?.CreatedDate),
      primaryRegion: answer.text('PrimaryRegion', row?.PrimaryRegion),
    }),
  };
}

function principalOf(
  row: AccountAssignment | AccountAssignmentForPrincipal | undefined,
  answer: Answer,
): Pick<AccountAssignmentFacts, 'principalType' | 'principalId'> {
  return {
    principalType: answer.oneOf('PrincipalType', ['USER', 'GROUP'], row?.PrincipalType),
    principalId: answer.required('PrincipalId', row?.PrincipalId),
  };
}

/** The ARN of a permission set, which mostly has its instance in it. */
function ownSet(instanceArn: string, member: string, value: unknown, answer: Answer): string {
  const arn = answer.required(member, value);
  const instance = /:permissionSet\/([^/]+)\//.exec(arn)?.[1];
  if (instance !== undefined)
    answer.same(`the instance in ${member}`, instanceArn.replace(/^.*\//, ''), instance);
  return arn;
}
