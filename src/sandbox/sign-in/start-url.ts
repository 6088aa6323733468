import type { Organization } from '../organization/types.ts';

/** In AWS's form, which every client takes: from 2.35.13 on the AWS CLI wants https. Nobody has to reach it. */
export function awsStartUrl({ identityStoreId }: Organization): string {
  return `https://${identityStoreId}.awsapps.com/start`;
}

/** Where a browser begins, at the address at which the sandbox was reached. */
export function startUrlAt(base: string): string {
  return `${base}/start`;
}

/** The sandbox does not know by which names it is reached, so that any host will do with http. */
export function isStartUrl(text: string, organization: Organization): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname } = new URL(text);
  const isHere = protocol === 'http:' || hostname === new URL(awsStartUrl(organization)).hostname;
  return isHere && /^\/start\/?$/.test(pathname);
}
