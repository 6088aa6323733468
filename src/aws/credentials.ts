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
  const config = absolute(env['AWS_CONFIG_FILE'] || '~/.aws/config');
  const credentials = absolute(env['AWS_SHARED_CREDENTIALS_FILE'] || '~/.aws/credentials');
  // Section headers as the SDK reads them: names have no spaces, and only the config file says `profile`.
  const profiles = [
    ...(await sectionsOf(config, /^\s*\[profile\s(["']?)(?<name>[\w\-@+.%:/]+)\1\]/gm)),
    ...(await sectionsOf(credentials, /^\s*\[(?<name>[^\]\s]+)\]/gm)),
  ];
  if (profile === 'default' || profiles.includes(profile)) return;
  const message = `There is no AWS profile "${profile}" in ${config} or ${credentials}; check AWS_PROFILE or --profile.`;
  throw new GatewayError('AWS_CREDENTIALS', message, { profile });
}

function absolute(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}

async function sectionsOf(path: string, header: RegExp): Promise<string[]> {
  // A file that is not there has no profiles; to the SDK it is the same.
  const text = await readFile(path, 'utf8').catch(() => '');
  return [...text.matchAll(header)].flatMap(({ groups }) => groups?.['name'] ?? []);
}
