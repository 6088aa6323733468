import { rpcServices } from '../services.ts';
import { WireError } from './errors.ts';
import type { Input, WireProtocol } from './wire-protocol.ts';

/** awsJson 1.1: the operation is in the X-Amz-Target header, and the bodies are JSON. */
export const awsJson: WireProtocol = {
  contentType: 'application/x-amz-json-1.1',

  operationOf({ headers: { 'x-amz-target': target } }) {
    const [prefix = '', operation = ''] = target?.split('.') ?? [];
    const service = rpcServices.find(({ model }) => model.targetPrefix === prefix);
    if (service === undefined || !Object.hasOwn(service.model.operations, operation)) {
      throw new WireError(
        'UnknownOperationException',
        `The sandbox has no operation ${target ?? '(no X-Amz-Target)'}.`,
      );
    }
    return { service, operation };
  },

  inputOf: ({ body }) => parseJsonObject(body),

  answer(output) {
    return output === undefined ? '' : JSON.stringify(output);
  },

  refusal({ type, message, members, status }) {
    return { status: status ?? 400, body: JSON.stringify({ __type: type, Message: message, ...members }) };
  },
};

/** Nothing is an object without members. */
export function parseJsonObject(body: string): Input {
  if (body.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new WireError('SerializationException', 'The body is not JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new WireError('SerializationException', 'The body is not a JSON object.');
  }
  if (isDeeperThan(parsed, maxDepth)) {
    throw new WireError('SerializationException', `The body nests deeper than ${maxDepth} levels.`);
  }
  // The assertion: JSON.parse made an object, so its keys are strings.
  return withoutNulls(parsed) as Input;
}

/** AWS takes a null member for an absent one, however deep it stands. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

/** Far beyond any request of AWS's, and harmless to whatever walks through an input later. */
const maxDepth = 32;

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}
