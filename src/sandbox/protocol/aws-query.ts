import { queryServices } from '../services.ts';
import { WireError } from './errors.ts';
import type { WireProtocol, WireRequest } from './wire-protocol.ts';

/** A form in place of a target: that is how clients write awsQuery. */
export function isAwsQuery({ headers }: WireRequest): boolean {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return isForm && headers['x-amz-target'] === undefined;
}

/** awsQuery: Action and Version are fields of a form, and the answer is XML. */
export const awsQuery: WireProtocol = {
  contentType: 'text/xml',

  operationOf({ body }) {
    const form = new URLSearchParams(body);
    const [operation, version] = [form.get('Action') ?? '', form.get('Version')];
    const service = queryServices.find((candidate) => candidate.version === version);
    if (service === undefined || !Object.hasOwn(service.model.operations, operation)) {
      throw new WireError(
        'InvalidAction',
        `The sandbox has no operation ${operation} of version ${version ?? '(none)'}.`,
      );
    }
    return { service, operation };
  },

  /** The one operation that is served takes none. */
  inputOf: () => ({}),

  answer(output, operation, requestId) {
    return element(`${operation}Response`, [
      // What the handlers of such services answer: texts only.
      element(`${operation}Result`, textElements(output as Readonly<Record<string, string>>)),
      element('ResponseMetadata', textElements({ RequestId: requestId })),
    ]);
  },

  refusal({ type, message, status = 400 }, requestId) {
    // The names of awsJson's errors end in Exception, these do not; and a call that is not signed right is forbidden.
    const code = type.replace(/Exception$/, '');
    const body = element('ErrorResponse', [
      element(
        'Error',
        textElements({ Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message }),
      ),
      ...textElements({ RequestId: requestId }),
    ]);
    return { status: signatureErrors.has(code) ? 403 : status, body };
  },
};

const signatureErrors = new Set(['MissingAuthenticationToken', 'IncompleteSignature', 'InvalidSignature']);

function element(name: string, content: readonly string[]): string {
  return `<${name}>${content.join('')}</${name}>`;
}

function textElements(texts: Readonly<Record<string, string>>): string[] {
  return Object.entries(texts).map(([name, text]) => element(name, [escape(text)]));
}

function escape(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
