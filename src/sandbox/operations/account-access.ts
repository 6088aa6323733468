import type { Operations } from '../models/account-access.generated.ts';
import type { AccountAccessApplication, Entitlement, PrincipalType } from '../organization/types.ts';
import { WireError } from '../protocol/errors.ts';
import { type Call, type Handlers, nextOf } from './call.ts';

type Principal = Operations['CreateEntitlement']['input']['entitlement']['principalRole'];
type Filter = NonNullable<Operations['ListEntitlements']['input']['filter']['principalRole']>;

/**
 * Account access manager, as its model has it. What the model leaves open is guessed: each guess says so. An IAM role is
 * whatever is named like one, as the sandbox has no IAM.
 */
export const accountAccess: Handlers<Operations> = {
  CreateApplication({ identitySource, tags = {} }, call) {
    const instanceArn = identitySource.identityCenter?.instanceArn;
    // A guess: another Region than the instance's is answered as if it did not have the instance.
    if (instanceArn !== call.organization.instanceArn || call.region !== call.homeRegion)
      throw new WireError('ValidationException', `There is no instance ${instanceArn} in this Region.`);
    return { applicationArn: call.organization.accountAccess.createApplication(tags).arn };
  },

  DeleteApplication({ applicationArn }, call) {
    // The model: deleting what has been deleted is no error.
    if (applicationOf(call)?.arn === applicationArn) call.organization.accountAccess.deleteApplication();
    return {};
  },

  GetApplication({ applicationArn }, call) {
    const { createdAt, tags } = requireApplication(applicationArn, call);
    return {
      identitySource: { identityCenter: { instanceArn: call.organization.instanceArn } },
      status: 'ACTIVE',
      createdAt: iso(createdAt),
      updatedAt: iso(createdAt),
      tags,
    };
  },

  /** A guess: the application is there for whoever administers Identity Center, and in the instance's Region alone. */
  ListApplications(_input, call) {
    const application = applicationOf(call);
    const { rows, next } = call.page(application ? [application] : [], ({ arn }) => arn);
    return {
      applications: rows.map(({ arn, createdAt }) => ({
        applicationArn: arn,
        createdAt: iso(createdAt),
        updatedAt: iso(createdAt),
      })),
      ...nextOf(next),
    };
  },

  CreateEntitlement({ applicationArn, entitlement }, call) {
    requireApplication(applicationArn, call);
    const { principalRole } = entitlement;
    const holder = holderIn(principalRole?.principal.identityCenter);
    if (!principalRole || !holder)
      throw new WireError('ValidationException', 'The entitlement names nobody.');
    const { roleArn } = principalRole;
    return { entitlementId: call.organization.accountAccess.createEntitlement({ ...holder, roleArn }).id };
  },

  DeleteEntitlement({ applicationArn, entitlementId }, call) {
    requireApplication(applicationArn, call);
    call.organization.accountAccess.deleteEntitlement(entitlementId);
    return {};
  },

  GetEntitlement({ applicationArn, entitlementId }, call) {
    requireApplication(applicationArn, call);
    const found = call.organization.accountAccess.entitlement(entitlementId);
    if (!found) throw new WireError('ResourceNotFoundException', `There is no entitlement ${entitlementId}.`);
    return { applicationArn, ...rowOf(found, call) };
  },

  /** A guess: a role or a principal that nobody knows has no entitlements, and a user's groups' are not the user's. */
  ListEntitlements({ applicationArn, filter }, call) {
    requireApplication(applicationArn, call);
    const { principal, roleArn, account } = filter.principalRole ?? {};
    // Seen of AWS, against its model.
    if (!principal && roleArn === undefined && account === undefined)
      throw new WireError('ValidationException', 'Give at least one of principal, roleArn and account.');
    const found = entitlementsWith({ principal, roleArn, account }, call);
    const { rows, next } = call.page(found, ({ id }) => id);
    return { entitlements: rows.map((row) => rowOf(row, call)), ...nextOf(next) };
  },
};

function applicationOf({ organization, region, homeRegion }: Call): AccountAccessApplication | undefined {
  return region === homeRegion ? organization.accountAccess.application : undefined;
}

function requireApplication(arn: string, call: Call): AccountAccessApplication {
  const application = applicationOf(call);
  if (application?.arn === arn) return application;
  throw new WireError('ResourceNotFoundException', `There is no application ${arn} in this Region.`);
}

function entitlementsWith(
  { principal, roleArn, account }: { [Part in keyof Filter]-?: Filter[Part] | undefined },
  { organization: { accountAccess: store } }: Call,
): readonly Entitlement[] {
  const holder = holderIn(principal?.identityCenter);
  const within = account === undefined ? store.entitlements() : store.entitlementsOf(account);
  return within.filter(
    (row) =>
      (roleArn === undefined || row.roleArn === roleArn) &&
      (!holder || (row.principalType === holder.principalType && row.principalId === holder.principalId)),
  );
}

function holderIn(
  identityCenter: NonNullable<Principal>['principal']['identityCenter'],
): { readonly principalType: PrincipalType; readonly principalId: string } | undefined {
  const { userId, groupId } = identityCenter ?? {};
  if (userId !== undefined) return { principalType: 'USER', principalId: userId };
  return groupId === undefined ? undefined : { principalType: 'GROUP', principalId: groupId };
}

function rowOf({ id, principalType, principalId, roleArn, accountId, createdAt }: Entitlement, call: Call) {
  const accountName = call.organization.account(accountId)?.name;
  const principal = principalType === 'USER' ? { userId: principalId } : { groupId: principalId };
  const principalRole = {
    principal: { identityCenter: principal },
    roleArn,
    account: accountId,
    ...(accountName !== undefined && { accountName }),
  };
  return { entitlementId: id, entitlement: { principalRole }, createdAt: iso(createdAt) };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
