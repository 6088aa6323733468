import { GatewayError } from '../../errors.ts';
import type { Endpoints, ServiceName } from './endpoints.ts';

/** A budget lets fewer calls than this run at once; without one, connections stay reasonable. */
const maxSockets = 32;
const connectionTimeoutMs = 5_000;

/** What all our clients have in common: how they connect, and that they leave attempts to us. */
export function transport(service: ServiceName, endpoints: Endpoints) {
  const endpoint = endpoints(service);
  return {
    // The SDK refuses an endpoint of ours together with variants of AWS's own, which the environment may ask for.
    ...(endpoint === undefined ? {} : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    ignoreConfiguredEndpointUrls: true,
    // Attempts are ours: each takes a token of the budget and shows on the meter. The adaptive mode, which
    // the environment may ask for, would slow calls down on its own.
    maxAttempts: 1,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
      // Without this the SDK warns on the console when calls queue for a socket; each attempt has a deadline anyway.
      socketAcquisitionWarningTimeout: 60_000,
    },
  };
}

/** The Region that a client was given or found, once it is known to be one. */
export async function regionOf(client: {
  readonly config: { readonly region: () => Promise<string> };
}): Promise<string> {
  try {
    return await client.config.region();
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    const remedy = 'set AWS_REGION or --region to the Region of IAM Identity Center';
    throw new GatewayError('BAD_INPUT', `${problem}: ${remedy}.`, { argument: 'region', cause });
  }
}
