import { WireError } from '../protocol/errors.ts';
import type { Call } from './call.ts';
import { type Caller, callerOf } from './caller.ts';
import { storeArn } from './identity-store/arns.ts';

/**
 * What an account may call at all, whoever in it asks: the policies of roles and users are not looked at. What the
 * delegated administrator may not do with the management account is up to the operations.
 */
export type Authorize = (operation: string, call: Call) => void;

/** A member account sees that there is an instance, and no more of it. */
export const authorizeSsoAdmin: Authorize = (operation, call) => {
  const caller = callerOf(call);
  if (administersIdentityCenter(caller, call) || ['ListInstances', 'DescribeInstance'].includes(operation))
    return;
  throw notAuthorized(caller, `sso:${operation}`, call.organization.instanceArn);
};

/** A member account reads the identity store, and changes nothing. */
export const authorizeIdentityStore: Authorize = (operation, call) => {
  const caller = callerOf(call);
  if (administersIdentityCenter(caller, call) || !/^(?:Create|Update|Delete)/.test(operation)) return;
  throw notAuthorized(caller, `identitystore:${operation}`, storeArn(call));
};

/** A guess: who administers Identity Center administers it, too. */
export const authorizeAccountAccess: Authorize = (operation, call) => {
  // A guess: a Region without the service may not even have a host for it. Here one answers, with 404, as a host does
  // that does not know the operation.
  if (call.modes.noAccountAccess)
    throw new WireError('UnknownOperationException', 'There is no such service in this Region.', {}, 404);
  const caller = callerOf(call);
  if (administersIdentityCenter(caller, call)) return;
  throw notAuthorized(
    caller,
    `account-access:${operation}`,
    call.organization.accountAccess.application?.arn ?? '*',
  );
};

/** An account that administers any service reads the organization and may tag; others only see that there is one. */
export const authorizeOrganizations: Authorize = (operation, call) => {
  const { accountId } = callerOf(call);
  const { managementAccountId, delegations } = call.organization;
  if (accountId === managementAccountId || operation === 'DescribeOrganization') return;
  const isAdministrator = delegations.of(accountId).length > 0;
  if (isAdministrator && /^(?:Describe|List|TagResource|UntagResource)/.test(operation)) return;
  throw new WireError('AccessDeniedException', "You don't have permissions to access this resource.");
};

function administersIdentityCenter({ accountId }: Caller, { organization }: Call): boolean {
  return (
    accountId === organization.managementAccountId || accountId === organization.delegatedAdministratorId
  );
}

function notAuthorized({ arn }: Caller, action: string, resource: string): WireError {
  return new WireError(
    'AccessDeniedException',
    `User: ${arn} is not authorized to perform: ${action} on resource: ${resource}`,
  );
}
