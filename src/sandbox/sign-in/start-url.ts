import type { Organization } from '../organization/types.ts';

/** In AWS's form, which every client takes: from 2.35.13 on the AWS CLI wants https. Nobody has to reach it. */
export function awsStartUrl({ identityStoreId }: Organization): string {
  return `https://${identityStoreId}.awsapps.com/start`;
}

/** Where a browser begins, at the address at which the sandbox was reached. */
export function startUrlAt(base: string): string {
  return `${base}/start`;
}

/**
 * The sandbox does not know by which names it is reached, so that any host will do with http. With https it is one of
 * the three that AWS gives an instance: by its directory, by the instance, and by that with IPv6.
 */
export function isStartUrl(text: string, { identityStoreId, instanceArn }: Organization): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname } = new URL(text);
  const isOfDirectory = protocol === 'http:' || hostname === `${identityStoreId}.awsapps.com`;
  if (isOfDirectory) return /^\/start\/?$/.test(pathname);
  const instanceId = instanceArn.slice(instanceArn.lastIndexOf('/') + 1);
  const rest = hostname.startsWith(`${instanceId}.`) ? hostname.slice(instanceId.length) : '';
  const isOfInstance = /^\.(?:portal\.[a-z0-9-]+\.app\.aws|[a-z0-9-]+\.portal\.amazonaws\.com)$/.test(rest);
  return isOfInstance && /^\/(?:start\/?)?$/.test(pathname);
}
