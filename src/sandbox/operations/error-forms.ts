import type { WireError } from '../protocol/errors.ts';

/** An error of a REST service: where its name and its message go. */
export interface ErrorForm {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** restJson1 as it is written: the name in a header. */
export function restErrorForm({ type, message, members }: WireError): ErrorForm {
  return { headers: { 'x-amzn-errortype': type }, body: { message, ...members } };
}

/** sso has the name in the body only. */
export function portalErrorForm({ type, message, members }: WireError): ErrorForm {
  return { headers: {}, body: { message, __type: `com.amazonaws.switchboard.portal#${type}`, ...members } };
}

/** sso-oidc has AWS's name in a header and OAuth's in the body. */
export function oidcErrorForm({ type, message, members }: WireError): ErrorForm {
  return {
    headers: { 'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/` },
    body: { error: oauthName(type), error_description: message, ...members },
  };
}

function oauthName(type: string): string {
  if (type === 'InternalServerException') return 'server_error';
  if (type === 'InvalidRequestRegionException') return 'invalid_request';
  const words = type.replace(/Exception$/, '').match(/[A-Z][a-z]*/g) ?? ['invalid_request'];
  return words.join('_').toLowerCase();
}
