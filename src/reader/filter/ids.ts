import { badInput } from '../../errors.ts';

/** The forms of AWS's ids, by the API models of sso-admin, identitystore and organizations. */
const accountId = /^\d{12}$/;
const ouId = /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/;
const rootId = /^r-[0-9a-z]{4,32}$/;
const principalId =
  /^([0-9a-f]{10}-)?[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/;
const permissionSetId =
  /^(?:(?:arn:[^:]+:sso:::permissionSet\/)?((?:sso)?ins-[0-9A-Za-z.-]{16})\/)?(ps-[0-9A-Za-z./-]{16})$/;
const instanceArn = /^arn:aws(-[a-z]{1,5}){0,3}:sso:::instance\/((?:sso)?ins-[0-9A-Za-z.-]{16})$/;

export function isAccountId(id: string): boolean {
  return accountId.test(id);
}

/** An OU's id or a root's. */
export function isParentId(id: string): boolean {
  return ouId.test(id) || rootId.test(id);
}

export function checkTargetId(id: string, argument: string): string {
  if (isAccountId(id) || isParentId(id)) return id;
  throw badInput(argument, targetIdProblem(id));
}

export function checkAccountId(id: string, argument: string): string {
  if (!isParentId(checkTargetId(id, argument))) return id;
  throw badInput(argument, `${id} is an OU or a root: give it as by.ouId`);
}

export function checkParentId(id: string, argument: string): string {
  if (!isAccountId(checkTargetId(id, argument))) return id;
  throw badInput(argument, `${id} is an account: give it as by.accountId`);
}

function targetIdProblem(id: string): string {
  if (/^\d{9,11}$/.test(id))
    return `${quote(id)} has ${id.length} digits, but an account id has 12: were leading zeros lost? Try "${id.padStart(12, '0')}"`;
  const digits = id.replaceAll(/[ -]/g, '');
  if (isAccountId(digits))
    return `${quote(id)} is no account id, which has 12 digits and nothing between them: try "${digits}"`;
  return `${quote(id)} is neither an account id (12 digits) nor an OU id (ou-…) nor a root id (r-…)`;
}

export function checkPrincipalId(id: string, argument: string): string {
  if (principalId.test(id)) return id;
  throw badInput(
    argument,
    `${quote(id)} is no user or group id of an identity store (a UUID, with or without 10 hex digits and a hyphen before it)`,
  );
}

/** A permission set's ARN, from its ARN, from `ssoins-…/ps-…` or from `ps-…`. */
export function permissionSetArn(id: string, instance: string, argument: string): string {
  const [, partition, ownIns] = /^arn:([^:]+):sso:::instance\/(.+)$/.exec(instance) ?? [];
  const match = permissionSetId.exec(id);
  if (!match)
    throw badInput(
      argument,
      `${quote(id)} is no permission set: give its ARN, ssoins-…/ps-… or ps-…, or filter by name`,
    );
  const [, ins, ps] = match;
  const arn = `arn:${partition}:sso:::permissionSet/${ownIns}/${ps}`;
  if ((ins !== undefined && ins !== ownIns) || (id.startsWith('arn:') && id !== arn))
    throw badInput(argument, `${quote(id)} belongs to another instance than ${instance}`);
  return arn;
}

export function checkInstanceArn(arn: string, argument: string): string {
  if (instanceArn.test(arn)) return arn;
  throw badInput(argument, `${quote(arn)} is no instance ARN (arn:aws:sso:::instance/ssoins-…)`);
}

/** A value as an error shows it: short, on one line. */
function quote(value: string): string {
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
}
