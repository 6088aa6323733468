import { partition } from '@aws-sdk/core/client';
import { AwsSdkSigV4Signer, resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest, loadRestJsonErrorCode, parseUrl } from '@smithy/core/protocols';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { SSOAdminClientConfig } from '@aws-sdk/client-sso-admin';
import { requestIdOf, wholeAnswer } from './whole-answer.ts';

/** AWS's name of the service, in signatures and hosts. */
const serviceName = 'account-access';

export interface AccountAccessClientOptions {
  readonly region: string;
  readonly credentials: NonNullable<SSOAdminClientConfig['credentials']>;
  /** A URL that stands in for AWS's own endpoint. */
  readonly endpoint?: string;
  readonly useFipsEndpoint: boolean;
  readonly requestHandler: NodeHttpHandlerOptions;
}

/** One call, as the model of the service has it: what is in the path is in no body. */
export interface AccountAccessCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly input?: object;
}

/** What was answered, with what the SDK tells of every response. */
type Answered<Members> = Partial<Members> & {
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId?: string };
};

/**
 * Stands in the place of a client of the SDK, which has none for this service yet: it signs with the SDK's own signer,
 * clock correction and credentials, sends with its HTTP handler, and rejects with what its clients reject with. Once
 * there is a client, `clients.ts` makes that one, and `account-access.ts` sends its commands.
 */
export class AccountAccessClient {
  readonly #handler: NodeHttpHandler;
  readonly #url: ReturnType<typeof parseUrl>;
  readonly #signer = new AwsSdkSigV4Signer();
  readonly #signing: ReturnType<typeof signingConfig>;

  constructor(options: AccountAccessClientOptions) {
    const { region, endpoint, useFipsEndpoint, requestHandler } = options;
    this.#handler = new NodeHttpHandler(requestHandler);
    this.#url = parseUrl(endpoint ?? urlOf(region, useFipsEndpoint));
    this.#signing = signingConfig(options);
  }

  /** The members are as they came: whoever reads them checks each. */
  async send<Members extends object>(
    { method, path, input }: AccountAccessCall,
    { abortSignal }: { readonly abortSignal: AbortSignal },
  ): Promise<Answered<Members>> {
    const properties = { config: this.#signing, context: {}, signingName: serviceName };
    const credentials = await this.#signing.credentials();
    const request = await this.#signer.sign(this.#request(method, path, input), credentials, properties);
    const sent = (toSend: HttpRequest) => this.#handler.handle(toSend, { abortSignal });
    const { response } = await wholeAnswer('json')(sent, {})(HttpRequest.clone(request));
    const { statusCode, headers, body } = response;
    const requestId = requestIdOf(headers);
    const $metadata = { httpStatusCode: statusCode, ...(requestId !== undefined && { requestId }) };
    const told = { $metadata, $response: response };
    // The cast: wholeAnswer has seen that it begins as an object does; other members are for the reader to refuse.
    const members = parse(String(body), told) as Partial<Members>;
    if (statusCode < 300) {
      this.#signer.successHandler(response, properties);
      return { ...members, $metadata };
    }
    return this.#signer.errorHandler(properties)(refusal(response, members, told));
  }

  destroy(): void {
    this.#handler.destroy();
  }

  #request(method: string, path: string, input: object | undefined): HttpRequest {
    const { protocol, hostname, port, path: base } = this.#url;
    const body = input === undefined ? undefined : JSON.stringify(input);
    return new HttpRequest({
      method,
      protocol,
      hostname,
      ...(port !== undefined && { port }),
      path: `${base.replace(/\/+$/, '')}${path}`,
      headers: {
        host: port === undefined ? hostname : `${hostname}:${port}`,
        ...(body !== undefined && {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
        }),
      },
      body,
    });
  }
}

/** The service has dual-stack hosts only. */
function urlOf(region: string, useFipsEndpoint: boolean): string {
  return `https://${serviceName}${useFipsEndpoint ? '-fips' : ''}.${region}.${partition(region).dualStackDnsSuffix}`;
}

/** As the SDK's clients have it: credentials are kept until they expire, and the clock is set right by AWS's. */
function signingConfig({ region, credentials, useFipsEndpoint }: AccountAccessClientOptions) {
  return resolveAwsSdkSigV4Config({
    credentials,
    region: async () => region,
    serviceId: 'Account Access',
    defaultSigningName: serviceName,
    sha256: Sha256,
    useFipsEndpoint: async () => useFipsEndpoint,
    useDualstackEndpoint: async () => true,
  });
}

interface Told {
  readonly $metadata: object;
  readonly $response: object;
}

function parse(body: string, told: Told): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), told);
  }
}

/** An error as the SDK makes it of an answer: its name, its members, and whose fault it is. */
function refusal(
  response: Parameters<typeof loadRestJsonErrorCode>[0] & { readonly statusCode: number },
  members: object,
  told: Told,
): Error {
  const { message, Message = message }: { message?: unknown; Message?: unknown } = members;
  const $fault = response.statusCode < 500 ? 'client' : 'server';
  const name = loadRestJsonErrorCode(response, members) ?? 'Unknown';
  const error = new Error(typeof Message === 'string' ? Message : 'UnknownError');
  return Object.assign(error, members, { message: error.message, name, $fault, ...told });
}
