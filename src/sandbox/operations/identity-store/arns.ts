import { WireError } from '../../protocol/errors.ts';
import type { Call } from '../call.ts';

type Kind = 'user' | 'group' | 'membership';

export function arnOf(kind: Kind, id: string, { organization }: Pick<Call, 'organization'>): string {
  return `arn:${organization.partition}:identitystore:::${kind}/${id}`;
}

export function storeArn({ organization }: Pick<Call, 'organization'>): string {
  const { partition, managementAccountId, identityStoreId } = organization;
  return `arn:${partition}:identitystore::${managementAccountId}:identitystore/${identityStoreId}`;
}

/** The id that a caller means, who may give its ARN instead. The ARN of something else is nobody's id. */
export function idIn(text: string, kind: Kind, call: Call): string {
  refuseArns(text, call);
  const start = arnOf(kind, '', call);
  return text.startsWith(start) ? text.slice(start.length) : text;
}

export function storeIdIn(text: string, call: Call): string {
  refuseArns(text, call);
  return text === storeArn(call) ? call.organization.identityStoreId : text;
}

/** Before the end of 2026 an ARN was no identifier. */
function refuseArns(text: string, { modes }: Call): void {
  if (modes.arnsAbsent && text.startsWith('arn:')) {
    throw new WireError('ValidationException', `'${text}' is not an identifier.`);
  }
}
