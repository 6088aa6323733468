import { AwsError, type ErrorCode } from '../../errors.ts';
import { UnusableAnswer } from '../connection/whole-answer.ts';
import { asSdkError, faultOf, isUnparsable, retryAfterMs, type SdkError } from './fault.ts';

const badCredentials = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
/** Organizations says in the exception's name what it did not find; identitystore has a member for it. */
const missingByName = new Map([
  ['AWSOrganizationsNotInUseException', 'ORGANIZATION'],
  ['AccountNotFoundException', 'ACCOUNT'],
  ['ChildNotFoundException', 'CHILD'],
  ['OrganizationalUnitNotFoundException', 'ORGANIZATIONAL_UNIT'],
  ['ParentNotFoundException', 'PARENT'],
  ['RootNotFoundException', 'ROOT'],
]);

/** The one translation of the SDK's errors. `attempts` says how often the call was made. */
export function fromSdk(cause: unknown, operation: string, attempts = 1): AwsError {
  const error = asSdkError(cause);
  const { name = 'Error', Reason: reason, ResourceId: resourceId, $metadata } = error;
  const isUnusable = cause instanceof UnusableAnswer;
  const reported = {
    ...(isUnusable ? { httpStatus: $metadata?.httpStatusCode } : { awsError: name }),
    requestId: $metadata?.requestId,
    reason,
    resourceId,
  };
  const fail = (code: ErrorCode, message: string, more: Readonly<Record<string, unknown>> = {}): AwsError =>
    new AwsError(code, operation, message, { cause, ...withoutUndefined({ ...reported, ...more }) });

  // A proxy that refuses says nothing about the person.
  const isForeign = isUnusable && cause.isForeign;
  const refusal = isForeign
    ? undefined
    : (portalRefusal(error, operation) ?? startUrlRefusal(error, operation));
  if (refusal !== undefined) return fail(refusal.code, refusal.message, refusal.details);
  if (badCredentials.has(name)) return fail('AWS_CREDENTIALS', credentialsMessage(error, operation));
  if (name.startsWith('AccessDenied')) {
    const action = iamAction(operation);
    return fail('AWS_ACCESS_DENIED', accessDeniedMessage(error, action), { action });
  }
  if (faultOf(cause) === 'throttled') {
    const message = isForeign
      ? unusableMessage(cause, operation, attempts)
      : `AWS throttles ${operation}, and kept doing so for ${counted(attempts)}; try again later.`;
    return fail('AWS_THROTTLED', message, { retryAfterMs: retryAfterMs(cause) });
  }
  // A store whose KMS key is gone answers "not found" too, but that says nothing about the user asked for.
  if ((name === 'ResourceNotFoundException' || missingByName.has(name)) && !isAboutKms(error)) {
    return fail('NOT_FOUND', `${operation}: ${said(error)}`, { resourceType: resourceType(error) });
  }
  const message = isUnusable
    ? unusableMessage(cause, operation, attempts)
    : unavailableMessage(error, operation, attempts);
  return fail('AWS_UNAVAILABLE', message);
}

/** An answer, of AWS or of what stands in for it, that cannot be taken as whole. */
export function brokenAnswer(operation: string, problem: string, httpStatus?: number): AwsError {
  const status = httpStatus === undefined ? '' : ` (HTTP ${httpStatus})`;
  const message = `The answer to ${operation}${status} cannot be used: ${problem}.`;
  return new AwsError('AWS_UNAVAILABLE', operation, message, withoutUndefined({ httpStatus }));
}

/**
 * Whether a directory refuses to list its users or groups, while it still describes them by id.
 * With Active Directory as the identity source, ListUsers and ListGroups demand a filter.
 */
export function isListingRefused(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    /^identitystore:List(?:Users|Groups)$/.test(error.operation) &&
    error.details['awsError'] === 'ValidationException' &&
    /filter/i.test(asSdkError(error.cause).message ?? '')
  );
}

/** Whether this Region, or what stands in for AWS, does not have the service at all: another question will not help. */
export function isServiceMissing(error: unknown): boolean {
  if (!(error instanceof AwsError) || !error.operation.startsWith('account-access:')) return false;
  const { code, details, cause } = error;
  if (code !== 'AWS_UNAVAILABLE') return false;
  const { awsError, httpStatus } = details;
  const isUnknown = awsError === 'UnknownOperationException' || [404, 405, 501].includes(Number(httpStatus));
  return isUnknown || asSdkError(cause).code === 'ENOTFOUND';
}

/** Whether the identity store refused a call for the network that it came from. */
export function isNetworkRefusal(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    error.code === 'AWS_ACCESS_DENIED' &&
    isAboutNetwork(asSdkError(error.cause), error.operation)
  );
}

/** Whether AWS denied a call without a word of why. */
export function isUnexplainedRefusal(error: AwsError): boolean {
  const { message = '', ...cause } = asSdkError(error.cause);
  const isExplained = isAboutKms(cause) || isAboutPolicy(message) || isNetworkRefusal(error);
  return error.code === 'AWS_ACCESS_DENIED' && !isExplained;
}

/** Whether the portal refused a call because the sign-in has ended or was ended. */
export function isSignInEnded(error: unknown): boolean {
  return error instanceof AwsError && error.code === 'LOGIN_REQUIRED';
}

interface PersonalRefusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The portal refuses a person and not the gateway. Not all its errors are in its model; the rest has a status. */
function portalRefusal(error: SdkError, operation: string): PersonalRefusal | undefined {
  if (!operation.startsWith('sso:')) return undefined;
  const { name, $metadata } = error;
  if (name === 'UnauthorizedException' || $metadata?.httpStatusCode === 401) {
    const message = 'AWS does not accept this sign-in any more: sign in again.';
    return { code: 'LOGIN_REQUIRED', message, details: { sessionState: 'EXPIRED' } };
  }
  if (name === 'ForbiddenException' || $metadata?.httpStatusCode === 403) {
    const message = `The person who signed in has no such access. ${said(error)}`;
    return { code: 'FORBIDDEN', message, details: {} };
  }
  return undefined;
}

/** Of all that a device authorization is asked with, only the start URL comes from people. */
function startUrlRefusal(error: SdkError, operation: string): PersonalRefusal | undefined {
  const isInvalid = error.name?.startsWith('InvalidRequest') === true && !isAboutKms(error);
  if (operation !== 'sso-oidc:StartDeviceAuthorization' || !isInvalid) return undefined;
  const elsewhere = error.region === undefined ? '' : `; it belongs to ${error.region}`;
  const message = `startUrl: AWS does not know it in this Region${elsewhere}. ${said(error)}`;
  return { code: 'BAD_INPUT', message, details: { argument: 'startUrl', region: error.region } };
}

function iamAction(operation: string): string {
  return operation.replace(/^sso-admin:/, 'sso:');
}

/** Some endpoints send null where AWS sends nothing. */
function isAboutKms({ Reason }: SdkError): boolean {
  return typeof Reason === 'string' && Reason.startsWith('KMS');
}

/**
 * Recognized by its message, which AWS does not publish. AWS names the policy that denies a call, also that of a VPC
 * endpoint.
 */
function isAboutNetwork({ message = '' }: SdkError, operation: string): boolean {
  return (
    operation.startsWith('identitystore:') && /\bnetwork\b|\bVPC/i.test(message) && !isAboutPolicy(message)
  );
}

function isAboutPolicy(message: string): boolean {
  return /policy/i.test(message);
}

/** Undefined where AWS does not say, as in all of sso-admin: then nobody may conclude what is gone. */
function resourceType({ name = '', message = '', ResourceType }: SdkError): string | undefined {
  return (
    ResourceType ?? missingByName.get(name) ?? /^(USER|GROUP|IDENTITY_STORE) not found/.exec(message)?.[1]
  );
}

/** AWS's text stays out: of a bad signature it quotes the whole request, with the session token. */
function credentialsMessage({ name = '', message = '' }: SdkError, operation: string): string {
  const failed = `AWS credentials do not work for ${operation} (${name}): `;
  if (/clock|skew|Signature expired|not yet current/i.test(`${name} ${message}`)) {
    return `${failed}the clock of this machine differs from AWS's; set it.`;
  }
  if (/sso session|aws sso login/i.test(message)) {
    return `${failed}the profile's sign-in has ended; run \`aws sso login\` for it.`;
  }
  if (name.startsWith('Expired')) return `${failed}they have expired; renew them.`;
  if (name !== 'CredentialsProviderError') return `${failed}AWS does not accept them.`;
  return `${failed}none were found or could be made; set AWS_PROFILE, or give this process a role or keys.`;
}

function accessDeniedMessage(error: SdkError, action: string): string {
  const remedy = isAboutKms(error)
    ? `allow kms:Decrypt on the key that encrypts Identity Center (${error.Reason})`
    : isAboutNetwork(error, action)
      ? 'call from a network that the identity store lets in, or let in this one (identitystore:UpdateIdentityStore)'
      : `allow ${action} for the gateway${isForAdministrators(action) ? `, which has to call from the management account, or from a delegated administrator's for all but what belongs to the management account` : ''}`;
  return `AWS denies ${action}: ${remedy}. ${said(error)}`;
}

/**
 * Any account of an organization may read users and groups; assignments AWS tells only to the management account and to
 * delegated administrators.
 */
function isForAdministrators(action: string): boolean {
  return /^(?:sso|organizations|account-access):/.test(action);
}

/** A redirect, a page of a proxy's, nothing at all: named by its status, not by what a parser finds wrong with it. */
function unusableMessage(
  { isForeign, message }: UnusableAnswer,
  operation: string,
  attempts: number,
): string {
  const who = isForeign
    ? 'something between the gateway and AWS answered, such as a proxy, as it has no request id (x-amzn-requestid)'
    : 'that is no answer of this operation';
  return `${operation} failed${tried(attempts)}: ${message}: ${who}.`;
}

function unavailableMessage(error: SdkError, operation: string, attempts: number): string {
  const isOptional = operation.startsWith('account-access:');
  const remedy = isOptional ? 'Not every Region has account access manager' : 'Check the Region';
  const hint = error.code === 'ENOTFOUND' ? ` ${remedy}: AWS has no such host.` : '';
  return `${operation} failed${tried(attempts)}: ${unreadable(error)}${said(error)}${hint}`;
}

/** Of an answer that the SDK failed to read: the status, which its own words leave out. */
function unreadable(error: SdkError): string {
  const isOfTheBody = isUnparsable(error) || (error.name === 'TypeError' && error.$response !== undefined);
  return isOfTheBody ? `HTTP ${error.$metadata?.httpStatusCode} with a body that cannot be read: ` : '';
}

function tried(attempts: number): string {
  return attempts > 1 ? `, ${counted(attempts)}` : '';
}

function counted(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}

/** The message of AWS or Node, on one line and short enough for an answer. */
function said(error: SdkError): string {
  if (isUnparsable(error)) return 'it was cut off, or has another form';
  const { name = 'Error', code, message, errors } = error;
  // The SDK adds where a debugger finds what it could not parse.
  const [sentence = ''] = (message || errors?.[0]?.message || '').split(/\s*Deserialization error: to see/);
  const text = sentence.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  // Of a time-out the code is a number.
  return `${typeof code === 'string' ? code : name}: ${text.length > 300 ? `${text.slice(0, 299)}…` : text || 'no message'}`;
}

function withoutUndefined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
