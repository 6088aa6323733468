import type { OrganizationError } from '../organization/types.ts';
import { WireError } from '../protocol/errors.ts';
import type { Rule, Violation } from '../protocol/validation.ts';

/** How one service words what every operation can be refused for: AWS's services do not agree on names and members. */
export interface Refusals {
  throttled(): WireError;
  invalid(violations: readonly Violation[]): WireError;
  /** Not even of the type that its member has. */
  mistyped(violation: Violation): WireError;
  foreignToken(): WireError;
  /** A write that the organization does not take. */
  refused(error: OrganizationError): WireError;
  /** A fault of the sandbox itself. */
  failed(message: string): WireError;
}

const tokenMessage = 'NextToken belongs to another operation or to other parameters, or was altered.';
const throttleMessage = 'Rate exceeded: too many requests. Wait, and send fewer.';

export const ssoAdminRefusals: Refusals = {
  throttled: () => new WireError('ThrottlingException', throttleMessage),
  invalid: (violations) => new WireError('ValidationException', violationMessage(violations)),
  mistyped: unreadable,
  foreignToken: () => new WireError('ValidationException', tokenMessage),
  refused: ({ kind, message }) => new WireError(commonNames[kind], `${message}.`),
  failed: (message) => new WireError('InternalServerException', message, {}, 500),
};

export const identityStoreRefusals: Refusals = {
  ...ssoAdminRefusals,
  refused({ kind, subject, message }) {
    const members = {
      NOT_FOUND: { ResourceType: subject },
      CONFLICT: { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' },
      INVALID: {},
      QUOTA: {},
    };
    return new WireError(
      commonNames[kind],
      identityStoreMessages.get(subject) ?? `${message}.`,
      members[kind],
    );
  },
};

/** AWS's own words for names that are taken. */
const identityStoreMessages = new Map([
  ['USER_NAME', 'Duplicate UserName'],
  ['GROUP_NAME', 'Duplicate GroupDisplayName'],
]);

export const stsRefusals: Refusals = {
  ...ssoAdminRefusals,
  throttled: () => new WireError('Throttling', throttleMessage),
  failed: (message) => new WireError('InternalFailure', message, {}, 500),
};

export const accountAccessRefusals: Refusals = {
  ...ssoAdminRefusals,
  mistyped: (violation) => new WireError('ValidationException', violationMessage([violation])),
};

export const portalRefusals: Refusals = {
  throttled: () => new WireError('TooManyRequestsException', throttleMessage),
  invalid: (violations) =>
    // A call without a token is that of nobody, whatever else is wrong with it.
    violations.some(({ path }) => path === 'accessToken')
      ? new WireError('UnauthorizedException', 'Session token not found or invalid')
      : new WireError('InvalidRequestException', violationMessage(violations)),
  mistyped: (violation) => new WireError('InvalidRequestException', violationMessage([violation])),
  foreignToken: () => new WireError('InvalidRequestException', tokenMessage),
  refused: ({ message }) => new WireError('InvalidRequestException', `${message}.`),
  failed: (message) => new WireError('InternalServerException', message, {}, 500),
};

export const oidcRefusals: Refusals = {
  ...portalRefusals,
  throttled: () => new WireError('SlowDownException', throttleMessage),
  invalid: (violations) => new WireError('InvalidRequestException', violationMessage(violations)),
};

const commonNames = {
  NOT_FOUND: 'ResourceNotFoundException',
  CONFLICT: 'ConflictException',
  INVALID: 'ValidationException',
  QUOTA: 'ServiceQuotaExceededException',
} satisfies Record<OrganizationError['kind'], string>;

export const organizationsRefusals: Refusals = {
  throttled: () => new WireError('TooManyRequestsException', throttleMessage),
  invalid(violations) {
    const rule = violations[0]?.rule;
    const reason = rule === undefined ? {} : { Reason: invalidInputReasons[rule] };
    return new WireError('InvalidInputException', violationMessage(violations), reason);
  },
  mistyped: unreadable,
  foreignToken: () => new WireError('InvalidInputException', tokenMessage, { Reason: 'INVALID_NEXT_TOKEN' }),
  refused({ kind, subject, message }) {
    const { type, reason } = organizationsErrors.get(`${kind} ${subject}`) ?? unexpectedError;
    return new WireError(type, `${message}.`, reason === undefined ? {} : { Reason: reason });
  },
  failed: (message) => new WireError('ServiceException', message, {}, 500),
};

function unreadable({ path, constraint }: Violation): WireError {
  return new WireError('SerializationException', `'${path}' must ${constraint}.`);
}

const invalidInputReasons: Record<Rule, string> = {
  type: 'INVALID_PATTERN',
  union: 'INPUT_REQUIRED',
  required: 'INPUT_REQUIRED',
  enum: 'INVALID_ENUM',
  pattern: 'INVALID_PATTERN',
  minValue: 'MIN_VALUE_EXCEEDED',
  maxValue: 'MAX_VALUE_EXCEEDED',
  minLength: 'MIN_LENGTH_EXCEEDED',
  maxLength: 'MAX_LENGTH_EXCEEDED',
};

interface OrganizationsError {
  readonly type: string;
  readonly reason?: string;
}

const unexpectedError: OrganizationsError = { type: 'ConstraintViolationException' };

const organizationsErrors = new Map<string, OrganizationsError>([
  ['NOT_FOUND ACCOUNT', { type: 'AccountNotFoundException' }],
  ['NOT_FOUND PARENT', { type: 'ParentNotFoundException' }],
  ['NOT_FOUND SOURCE_PARENT', { type: 'SourceParentNotFoundException' }],
  ['NOT_FOUND DESTINATION_PARENT', { type: 'DestinationParentNotFoundException' }],
  ['NOT_FOUND ORGANIZATIONAL_UNIT', { type: 'OrganizationalUnitNotFoundException' }],
  ['NOT_FOUND TARGET', { type: 'TargetNotFoundException' }],
  ['INVALID FULL_ORGANIZATIONAL_UNIT', { type: 'OrganizationalUnitNotEmptyException' }],
  ['CONFLICT DELEGATION', { type: 'AccountAlreadyRegisteredException' }],
  [
    'QUOTA DELEGATION',
    {
      type: 'ConstraintViolationException',
      reason: 'MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED',
    },
  ],
  [
    'INVALID DELEGATION',
    { type: 'ConstraintViolationException', reason: 'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR' },
  ],
  ['QUOTA TAG', { type: 'ConstraintViolationException', reason: 'MAX_TAG_LIMIT_EXCEEDED' }],
  ['CONFLICT ORGANIZATIONAL_UNIT', { type: 'DuplicateOrganizationalUnitException' }],
  [
    'INVALID ORGANIZATIONAL_UNIT',
    { type: 'ConstraintViolationException', reason: 'OU_DEPTH_LIMIT_EXCEEDED' },
  ],
  ['INVALID ACCOUNT', { type: 'ConstraintViolationException', reason: 'CANNOT_CLOSE_MANAGEMENT_ACCOUNT' }],
]);

const longestShownValue = 100;

/** In the form of AWS's own messages, which name the value, the member's path and the constraint. */
function violationMessage(violations: readonly Violation[]): string {
  const errors = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`;
  const details = violations.map(({ path, value, sensitive, constraint }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const shown = sensitive ? '***' : text.slice(0, longestShownValue);
    return `Value '${shown}' at '${path}' failed to satisfy constraint: Member must ${constraint}`;
  });
  return `${errors}: ${details.join('; ')}`;
}
