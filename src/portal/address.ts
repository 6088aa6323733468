import { badInput } from '../errors.ts';
import { isSamePortal, isVanityStartUrl, regionInHost } from './start-url.ts';

/** An access portal. */
export interface Address {
  readonly startUrl: string;
  /** The Region; absent for a company's own start URL, which tells it only while somebody signs in. */
  readonly region?: string;
}

/** The scope whose tokens can be renewed, and AWS's default for an sso-session. */
export const accountAccess = 'sso:account:access';

/** Undefined when nothing tells the Region, neither now nor when somebody signs in. */
export function addressOf(startUrl: string, configured: string | undefined): Address | undefined {
  const region = configured ?? regionInHost(startUrl);
  if (region !== undefined) return { startUrl, region };
  return isVanityStartUrl(startUrl) ? { startUrl } : undefined;
}

export function isSamePlace(one: Address, other: Address): boolean {
  const isSameRegion = one.region === undefined || other.region === undefined || one.region === other.region;
  return isSameRegion && isSamePortal(one.startUrl, other.startUrl);
}

export function distinctPlaces<T extends Address>(places: readonly T[]): readonly T[] {
  return places.filter((place, at) => places.findIndex((other) => isSamePlace(other, place)) === at);
}

export function checkStartUrl(startUrl: string, argument: string): void {
  const url = URL.canParse(startUrl) ? new URL(startUrl) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!isWeb || startUrl.length > 1_000 || /[\s\p{Cc}]/u.test(startUrl) || url.username || url.password)
    throw badInput(argument, 'give a URL such as https://d-1234567890.awsapps.com/start');
}

export function checkRegion(region: string, argument: string): void {
  if (!/^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(region))
    throw badInput(
      argument,
      `give a Region such as eu-west-1, but got ${JSON.stringify(region.slice(0, 40))}`,
    );
}
