/** Rows on a page of sso-admin and identitystore. */
export const pageSize = 100;

/** Calls that read a list of so many; an empty one takes one, too. */
export function pagesOf(size: number, perPage = pageSize): number {
  return Math.max(1, Math.ceil(size / perPage));
}
