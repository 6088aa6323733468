import type { Config } from '../../config/config.ts';
import { GatewayError, type ErrorCode } from '../../errors.ts';
import { defaultTokenFile, readToken } from '../../viewers/token-file.ts';
import { StartupError } from '../startup-error.ts';

/** An error in a gateway's answer, as it came over the wire. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: ErrorCode } & Readonly<Record<string, unknown>>;
}

/** A running gateway that a command asks instead of AWS. */
export interface GatewayClient {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Its answer's data. Throws the first error of an answer, and a StartupError when it is no gateway that answers. */
  ask<Data>(query: string, variables: object, signal: AbortSignal): Promise<Data>;
  /** An answer that may lack something, with its errors and the calls to AWS that it took. */
  askInPart<Data>(query: string, variables: object, signal: AbortSignal): Promise<PartialAnswer<Data>>;
}

export interface PartialAnswer<Data> {
  readonly data: Data | null;
  readonly errors: readonly AnswerError[];
  readonly calls: number;
}

export async function gatewayClient(url: string, config: Pick<Config, 'tokenFile'>): Promise<GatewayClient> {
  const token = await tokenOf(config);
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const askInPart = async <Data>(query: string, variables: object, signal: AbortSignal) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
      signal,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new StartupError(`no gateway answers at ${url}`, { cause: error });
    });
    // Checked by its use: what is not from a gateway has neither data nor errors.
    const answer = (await response.json().catch(() => ({}))) as {
      readonly data?: Data | null;
      readonly errors?: readonly AnswerError[];
      readonly extensions?: { readonly aws?: { readonly calls?: number } };
    };
    const { data = null, errors = [], extensions } = answer;
    if (!data && errors.length === 0)
      throw new StartupError(`${url} is no gateway: it answered ${response.status} with something else`);
    return { data, errors, calls: extensions?.aws?.calls ?? 0 };
  };
  return {
    url,
    headers,
    askInPart,
    async ask<Data>(query: string, variables: object, signal: AbortSignal) {
      const { data, errors } = await askInPart<Data>(query, variables, signal);
      const [error] = errors;
      if (error || !data) throw errorOf(error ?? { message: `${url} answered nothing` });
      return data;
    },
  };
}

/** The same error as the gateway's own, for who explains errors. */
export function errorOf({
  message,
  extensions: { code = 'INTERNAL', ...details } = {},
}: AnswerError): GatewayError {
  return new GatewayError(code, message, details);
}

/** The token, if there is a file: a gateway with --auth none needs none. */
async function tokenOf({ tokenFile }: Pick<Config, 'tokenFile'>): Promise<string | undefined> {
  if (tokenFile !== undefined) return readToken(tokenFile);
  return readToken(defaultTokenFile(process.env)).catch(() => undefined);
}
