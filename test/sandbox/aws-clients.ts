import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import { rpcServices } from '../../src/sandbox/services.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const anyone: Credentials = { accessKeyId: 'anyone', secretAccessKey: 'anything' };

/** The AWS SDK's clients as a user of the sandbox makes them. They do not try again, so that each call counts. */
export function awsClients(endpoint: string, region = 'us-east-1', credentials = anyone) {
  const config = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    ssoAdmin: new SSOAdminClient(config),
    identityStore: new IdentitystoreClient(config),
    organizations: new OrganizationsClient(config),
    sts: new STSClient(config),
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** A call as it goes over the wire, for what the SDK hides. `operation`: such as `sso-admin:ListInstances`. */
export async function rawCall(
  endpoint: string,
  operation: string,
  input: unknown,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const [serviceName, name] = operation.split(':');
  const service = rpcServices.find((candidate) => candidate.name === serviceName)!;
  const scope = `20260101/us-east-1/${service.model.signingName}/aws4_request`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${service.model.targetPrefix}.${name}`,
      authorization: `AWS4-HMAC-SHA256 Credential=anyone/${scope}, SignedHeaders=host, Signature=00`,
      ...headers,
    },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

/** What the SDK throws: its name is AWS's, and further members lie beside the message. */
export async function failureOf(call: Promise<unknown>): Promise<Record<string, unknown> & Error> {
  return call.then(
    () => {
      throw new Error('The call succeeded');
    },
    (error: Record<string, unknown> & Error) => error,
  );
}
