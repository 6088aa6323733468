import type { Organization } from '../organization/types.ts';

/** Where a person's sign-in begins, at the address at which the sandbox was reached. */
export function startUrlAt(base: string): string {
  return `${base}/start`;
}

/**
 * The sandbox does not know by which names it is reached, so that any host will do; and so does the start URL in AWS's
 * form, which existing profiles name.
 */
export function isStartUrl(text: string, { identityStoreId }: Organization): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname } = new URL(text);
  const isHere = protocol === 'http:' || hostname === `${identityStoreId}.awsapps.com`;
  return isHere && /^\/start\/?$/.test(pathname);
}
