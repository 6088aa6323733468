import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { GatewayError } from '../errors.ts';

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
export async function assertProfileExists(profile: string, env: NodeJS.ProcessEnv): Promise<void> {
  const files = [
    env['AWS_CONFIG_FILE'] ?? join(homedir(), '.aws', 'config'),
    env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homedir(), '.aws', 'credentials'),
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const sections = texts.flatMap((text) => [
    ...text.matchAll(/^\s*\[\s*(?:profile\s+)?(["']?)(.+?)\1\s*\]/gm),
  ]);
  if (profile === 'default' || sections.some(([, , name]) => name === profile)) return;
  const message = `There is no AWS profile "${profile}" in ${files.join(' or ')}; check AWS_PROFILE or --profile.`;
  throw new GatewayError('AWS_CREDENTIALS', message, { profile });
}
