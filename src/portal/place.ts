import type { ConfigFiles } from '../aws/connection/config-files.ts';
import { badInput, GatewayError } from '../errors.ts';
import {
  type Address,
  addressOf,
  checkRegion,
  checkStartUrl,
  distinctPlaces,
  isSamePlace,
} from './address.ts';
import {
  type ConfiguredPlace,
  configuredPlaces,
  placeOfProfile,
  placeOfSession,
} from './configured-places.ts';
import type { PortalChoice } from './portal.ts';
import { isSamePortal } from './start-url.ts';

/** Where a person signs in. */
export interface Place extends ConfiguredPlace {
  readonly region: string;
  /** Where the start URL leads, while somebody signs in. */
  readonly awsStartUrl?: string;
}

/** What is configured beside the AWS config file. */
export interface Defaults extends PortalChoice {
  /** The name of an sso-session. */
  readonly ssoSession?: string | undefined;
  /** A profile that may say where to sign in, when nothing else does. */
  readonly profile?: string | undefined;
}

/** How an error names the setting that is missing, and what to do. */
export interface Words {
  readonly startUrl: readonly [argument: string, remedy: string];
  readonly region: readonly [argument: string, remedy: string];
}

const argumentWords: Words = {
  startUrl: [
    'startUrl',
    'give the start URL of the access portal, or start the gateway with --sso-session, --start-url or AWS_PROFILE',
  ],
  region: ['region', 'give the Region of the access portal, or start the gateway with --sso-region'],
};

/** For the one local person: any place that they name, else the configured one, else the only one there is. */
export function placeOf(
  choice: PortalChoice,
  defaults: Defaults,
  files: ConfigFiles,
  words: Words = argumentWords,
): ConfiguredPlace {
  const wanted = wantedOf(choice, defaults, words);
  const chosen = chosenIn(files, defaults, wanted);
  return decide(wanted, configuredPlaces(files), chosen, 'the AWS config file has', words);
}

/** For people who share a gateway: only what is configured, or anybody's sign-in page could be asked for. */
export function sharedPlaceOf(
  choice: PortalChoice,
  { startUrl, region }: PortalChoice,
  allowed: readonly Address[],
): ConfiguredPlace {
  const places: ConfiguredPlace[] = allowed.map((address) => ({ ...address, sessionNames: [] }));
  const configured = startUrl ? addressOf(startUrl, region || undefined) : undefined;
  if (configured) places.unshift({ ...configured, sessionNames: [] });
  const wanted = wantedOf(choice, { startUrl, region }, argumentWords);
  const place = decide(wanted, places, undefined, 'this gateway signs in to', argumentWords);
  if (places.some((known) => isSamePlace(known, place))) return place;
  const message = `This gateway does not sign in to ${shown(place)}; whoever runs it decides where it may.`;
  throw new GatewayError('FORBIDDEN', message, { argument: 'startUrl' });
}

interface Wanted {
  readonly startUrl: string | undefined;
  readonly region: string | undefined;
}

function wantedOf(choice: PortalChoice, defaults: PortalChoice, words: Words): Wanted {
  const startUrl = choice.startUrl || defaults.startUrl || undefined;
  const region = choice.region || defaults.region || undefined;
  if (startUrl) checkStartUrl(startUrl, words.startUrl[0]);
  if (region) checkRegion(region, words.region[0]);
  return { startUrl, region };
}

/** The session that somebody has chosen, or that of the profile. */
function chosenIn(
  files: ConfigFiles,
  { ssoSession, profile, startUrl }: Defaults,
  wanted: Wanted,
): ConfiguredPlace | undefined {
  const { paths, profiles, ssoSessions } = files;
  const known = [...ssoSessions.keys()].join(', ') || 'none';
  if (ssoSession !== undefined) {
    const place = placeOfSession(files, ssoSession);
    const name = JSON.stringify(ssoSession);
    if (!place)
      throw badInput(
        '--sso-session',
        `${paths.config} has no ${name} with a place to sign in at; its sessions: ${known}`,
      );
    if (startUrl && !isSamePortal(startUrl, place.startUrl))
      throw badInput(
        '--sso-session',
        `${name} signs in at ${place.startUrl}, and not at ${startUrl}; give one of both`,
      );
    return place;
  }
  const place = profile ? placeOfProfile(files, profile) : undefined;
  const missing = profile && !place ? profiles.get(profile)?.get('sso_session') : undefined;
  if (missing === undefined || wanted.startUrl !== undefined) return place;
  const message = `the profile names the sso-session ${JSON.stringify(missing)}, which ${paths.config} does not have; its sessions: ${known}`;
  throw badInput('AWS_PROFILE', message);
}

function decide(
  { startUrl, region }: Wanted,
  places: readonly ConfiguredPlace[],
  chosen: ConfiguredPlace | undefined,
  origin: string,
  words: Words,
): ConfiguredPlace {
  const fits = (place: ConfiguredPlace) =>
    isSamePlace(place, { startUrl: startUrl ?? place.startUrl, ...(region !== undefined && { region }) });
  const fitting = chosen && fits(chosen) ? [chosen] : distinctPlaces(places.filter(fits));
  const [only] = fitting;
  if (only && fitting.length === 1) return { ...only, ...(region !== undefined && { region }) };
  const unknown = startUrl && !only ? addressOf(startUrl, region) : undefined;
  if (unknown) return { ...unknown, sessionNames: [] };

  const [argument, remedy] = startUrl ? words.region : words.startUrl;
  if (!only) throw badInput(argument, remedy);
  const message = `${argument}: ${remedy}: ${origin} several: ${fitting.map(shown).join(', ')}`;
  const candidates = fitting.map((place) => ({ startUrl: place.startUrl, region: place.region }));
  throw new GatewayError('BAD_INPUT', message, { argument, candidates });
}

function shown({ startUrl, region, sessionNames }: ConfiguredPlace): string {
  const names = sessionNames.length > 0 ? `${sessionNames.join(' or ')} at ` : '';
  return `${names}${startUrl}${region === undefined ? '' : ` (${region})`}`;
}
