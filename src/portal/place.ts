import type { ConfigFiles, Section } from '../aws/connection/config-files.ts';
import { badInput, GatewayError } from '../errors.ts';
import type { PortalChoice } from './portal.ts';

/** Where a person signs in. */
export interface Place {
  /** Exactly as configured: the caches of the AWS CLI and the SDKs are named after its letters. */
  readonly startUrl: string;
  readonly region: string;
  /** The sso-sessions of the AWS config file that are this place. A token is kept under the first one's name. */
  readonly sessionNames: readonly string[];
  /** What a client asks for, when an sso-session decides it. */
  readonly scopes?: readonly string[];
}

/** A place without what the config file says about it. */
export type Address = Pick<Place, 'startUrl' | 'region'>;

/** The scope whose tokens can be renewed, and AWS's default for an sso-session. */
export const accountAccess = 'sso:account:access';

interface Defaults {
  readonly startUrl?: string | undefined;
  readonly region?: string | undefined;
}

/** For the one local person: any place that they name, else the configured one, else the only one there is. */
export function placeOf(choice: PortalChoice, defaults: Defaults, files: ConfigFiles): Place {
  const places = placesIn(files);
  const address = addressOf(choice, defaults, places, 'the AWS config file has');
  return places.find((place) => isSame(place, address)) ?? { ...address, sessionNames: [] };
}

/** For people who share a gateway: only what is configured, or anybody's sign-in page could be asked for. */
export function sharedPlaceOf(choice: PortalChoice, defaults: Defaults, allowed: readonly Address[]): Place {
  const { startUrl, region } = defaults;
  const places = startUrl && region ? [{ startUrl, region }, ...allowed] : allowed;
  const address = addressOf(choice, defaults, places, 'this gateway signs in to');
  if (!places.some((place) => isSame(place, address))) {
    const message = `This gateway does not sign in to ${address.startUrl} in ${address.region}; whoever runs it decides where it may.`;
    throw new GatewayError('FORBIDDEN', message, { argument: 'startUrl' });
  }
  return { ...address, sessionNames: [] };
}

function addressOf(
  choice: PortalChoice,
  defaults: Defaults,
  places: readonly Address[],
  origin: string,
): Address {
  const startUrl = choice.startUrl || defaults.startUrl;
  const region = choice.region || defaults.region;
  if (startUrl) checkStartUrl(startUrl);
  if (region) checkRegion(region);
  if (startUrl && region) return { startUrl, region };

  const fitting = distinct(
    places.filter(
      (place) => (!startUrl || place.startUrl === startUrl) && (!region || place.region === region),
    ),
  );
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  const argument = startUrl ? 'region' : 'startUrl';
  const list = fitting.map((place) => `${place.startUrl} (${place.region})`).join(', ');
  const how = startUrl
    ? 'give the Region of the access portal, or set AWS_DEFAULT_SSO_REGION'
    : 'give the start URL of the access portal, or set AWS_DEFAULT_SSO_START_URL';
  const error = badInput(argument, only ? `${how}: ${origin} several: ${list}` : how);
  throw only ? new GatewayError('BAD_INPUT', error.message, { argument, candidates: fitting }) : error;
}

function checkStartUrl(startUrl: string): void {
  const url = URL.canParse(startUrl) ? new URL(startUrl) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!isWeb || startUrl.length > 1_000 || /[\s\p{Cc}]/u.test(startUrl) || url.username || url.password)
    throw badInput('startUrl', 'give a URL such as https://d-1234567890.awsapps.com/start');
}

function checkRegion(region: string): void {
  if (!/^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(region))
    throw badInput(
      'region',
      `give a Region such as eu-west-1, but got ${JSON.stringify(region.slice(0, 40))}`,
    );
}

/** What the config file has: its sso-sessions, and profiles from before there were any. */
function placesIn({ ssoSessions, profiles }: ConfigFiles): Place[] {
  const places: Place[] = [];
  const add = (section: Section, sessionName?: string) => {
    const startUrl = section.get('sso_start_url');
    const region = section.get('sso_region');
    if (!startUrl || !region) return;
    const at = places.findIndex((place) => isSame(place, { startUrl, region }));
    const known = places[at] ?? { startUrl, region, sessionNames: [] };
    const scopes = known.scopes ?? (sessionName === undefined ? undefined : scopesOf(section));
    const sessionNames =
      sessionName === undefined ? known.sessionNames : [...known.sessionNames, sessionName];
    places.splice(at < 0 ? places.length : at, 1, { ...known, sessionNames, ...(scopes && { scopes }) });
  };
  for (const [name, section] of ssoSessions) add(section, name);
  for (const section of profiles.values()) if (!section.has('sso_session')) add(section);
  return places;
}

function scopesOf(session: Section): readonly string[] {
  const scopes = session.get('sso_registration_scopes') ?? '';
  const named = scopes
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  return named.length > 0 ? named : [accountAccess];
}

function distinct(places: readonly Address[]): Address[] {
  const addresses = places.map(({ startUrl, region }) => ({ startUrl, region }));
  return addresses.filter((place, at) => addresses.findIndex((other) => isSame(other, place)) === at);
}

function isSame(one: Address, other: Address): boolean {
  return one.startUrl === other.startUrl && one.region === other.region;
}
