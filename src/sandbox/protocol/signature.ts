import { WireError } from './errors.ts';

const credentialScope =
  /^AWS4-HMAC-SHA256 .*\bCredential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request\b/;

/** Who signed a call, and for which Region. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
}

/**
 * What a Signature Version 4 header says. The sandbox knows nobody's secret, so that any key opens
 * it: it holds a call only to being signed, and for the right service.
 */
export function signatureOf(authorization: string | undefined, signingName: string): Signature {
  if (authorization === undefined) {
    throw new WireError(
      'MissingAuthenticationTokenException',
      'The request is not signed. Give the client an access key; the sandbox takes any.',
    );
  }
  const [, accessKeyId, region, service] = credentialScope.exec(authorization) ?? [];
  if (accessKeyId === undefined || region === undefined) {
    throw new WireError(
      'IncompleteSignatureException',
      'The Authorization header has no AWS4-HMAC-SHA256 credential of the form key/date/region/service/aws4_request.',
    );
  }
  if (service !== signingName) {
    throw new WireError(
      'InvalidSignatureException',
      `The credential is scoped to the service '${service}', and this operation belongs to '${signingName}'.`,
    );
  }
  return { accessKeyId, region };
}
