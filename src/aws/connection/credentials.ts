import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { GatewayError } from '../../errors.ts';
import type { ConfigFiles } from './config-files.ts';

type Chain = ReturnType<typeof fromNodeProviderChain>;

/** AWS's own order of places to look: environment, profile, container, instance. One chain for all clients. */
export function ambientCredentials(profile: string | undefined): Chain {
  const chain = fromNodeProviderChain(profile === undefined ? {} : { profile });
  return async (properties) => {
    try {
      return await chain(properties);
    } catch (cause) {
      // What fails in here is often a call to STS or SSO, and must not pass for an answer to the call
      // that wanted the credentials: an AccessDenied of AssumeRole is not one of ListInstances.
      const message = cause instanceof Error ? cause.message : String(cause);
      throw Object.assign(new Error(message, { cause }), { name: 'CredentialsProviderError' });
    }
  };
}

/**
 * Refuses a profile that no file has. The SDK's chain would go on to the machine's own role, and the gateway
 * would read an organization that nobody asked for.
 */
export function assertProfileExists(profile: string, { profiles, paths }: ConfigFiles): void {
  if (profile === 'default') return;
  if (profiles.has(profile) && !/^[\w\-@+.%:/]+$/.test(profile)) {
    const message = `The AWS profile ${JSON.stringify(profile)} is one for the AWS CLI alone: the AWS SDK for JavaScript, which the gateway uses, reads no names with other characters than letters, digits and _-@+.%:/; give the profile another name in ${paths.config}.`;
    throw new GatewayError('AWS_CREDENTIALS', message, { profile });
  }
  if (profiles.has(profile)) return;
  const places = `${paths.config} or ${paths.credentials}`;
  const message = `There is no AWS profile "${profile}" in ${places}; check AWS_PROFILE or --profile.`;
  throw new GatewayError('AWS_CREDENTIALS', message, { profile });
}
