import { GatewayError } from '../../errors.ts';
import type { ConfigFiles } from './config-files.ts';

/** A service as AWS_ENDPOINT_URL_SSO_ADMIN and the config file's `services` section name it. */
export type ServiceName =
  | 'account_access'
  | 'identitystore'
  | 'organizations'
  | 'sso'
  | 'sso_admin'
  | 'sso_oidc'
  | 'sts';

/** The URL that stands in for AWS's own endpoint of a service, if any. */
export type Endpoints = (service: ServiceName) => string | undefined;

/**
 * Endpoints as the SDK finds them: a service's variable, the variable for all, the profile's. We look ourselves
 * because the SDK looks in the profile that AWS_PROFILE names, even when its client was given another.
 */
export function configuredEndpoints(
  { profiles, services }: ConfigFiles,
  profile: string | undefined,
  env: NodeJS.ProcessEnv,
): Endpoints {
  const settings = profiles.get(profile || 'default');
  const ignore =
    env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] || settings?.get('ignore_configured_endpoint_urls');
  if (ignore === 'true') return () => undefined;
  const sectionName = settings?.get('services');
  const section = sectionName === undefined ? undefined : services.get(sectionName);
  if (sectionName !== undefined && section === undefined) {
    const message = `The AWS profile names the services section "${sectionName}", which the config file does not have.`;
    throw new GatewayError('BAD_INPUT', message, { argument: 'profile' });
  }
  return (service) =>
    env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ||
    env['AWS_ENDPOINT_URL'] ||
    section?.get(`${service}.endpoint_url`) ||
    settings?.get('endpoint_url');
}

/** Tells one place to read from another: `aws/eu-west-1`, or the URL that stands in for it. */
export function placeOf(url: string | undefined, region: string): string {
  if (url === undefined) return `aws/${region}`;
  if (!URL.canParse(url)) {
    const message = `"${url}" is not a URL: check AWS_ENDPOINT_URL, its forms for single services, and endpoint_url in the profile.`;
    throw new GatewayError('BAD_INPUT', message, { argument: 'endpoint' });
  }
  // Without user and password, and the same for every spelling: this is compared and shown.
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
