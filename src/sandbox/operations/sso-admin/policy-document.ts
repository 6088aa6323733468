import { WireError } from '../../protocol/errors.ts';

/** AWS's quota in bytes, not counting white space. */
const maxDocumentBytes = 10_240;

/** Refuses what IAM could not read at all. What its statements say is not looked at. */
export function requirePolicyDocument(text: string): void {
  if (!hasStatement(parsed(text))) {
    throw new WireError('ValidationException', 'The inline policy is not a JSON policy document.');
  }
  if (Buffer.byteLength(text.replace(/\s/g, '')) > maxDocumentBytes) {
    throw new WireError(
      'ServiceQuotaExceededException',
      `An inline policy takes ${maxDocumentBytes} bytes without white space.`,
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasStatement(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'Statement' in document;
}
