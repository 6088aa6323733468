import type { ConfigFiles, Section } from '../aws/connection/config-files.ts';
import { accountAccess, type Address, addressOf, isSamePlace } from './address.ts';

/** A place as the AWS config file has it. */
export interface ConfiguredPlace extends Address {
  /** The sso-sessions that are this place. A token is kept under the first one's name. */
  readonly sessionNames: readonly string[];
  /**
   * The one session whose sign-in counts, where somebody has chosen it: another session may belong to another person.
   */
  readonly session?: string;
  /** The start URL in other letters, as the file has it elsewhere. */
  readonly spellings?: readonly string[];
  /** What a client asks for, when an sso-session decides it. */
  readonly scopes?: readonly string[];
}

/** Its sso-sessions, and profiles from before there were any; each place once. */
export function configuredPlaces({ ssoSessions, profiles }: ConfigFiles): readonly ConfiguredPlace[] {
  const places: ConfiguredPlace[] = [];
  const add = (section: Section, name?: string) => {
    const found = placeIn(section, name);
    if (!found) return;
    const at = places.findIndex((place) => isSamePlace(place, found));
    const known = places[at];
    if (known) places[at] = merged(known, found);
    else places.push(found);
  };
  for (const [name, section] of ssoSessions) add(section, name);
  for (const section of profiles.values()) if (!section.has('sso_session')) add(section);
  return places;
}

/** The place of one sso-session. Undefined when the file does not have the session, or no start URL for it. */
export function placeOfSession({ ssoSessions }: ConfigFiles, name: string): ConfiguredPlace | undefined {
  const place = placeIn(ssoSessions.get(name) ?? new Map(), name);
  return place && { ...place, session: name };
}

/**
 * Where a profile signs in: by the sso-session that it names, or by its own settings. Undefined when it has neither.
 */
export function placeOfProfile(files: ConfigFiles, profile: string): ConfiguredPlace | undefined {
  const section = files.profiles.get(profile);
  const session = section?.get('sso_session');
  return session === undefined ? section && placeIn(section) : placeOfSession(files, session);
}

function placeIn(section: Section, name?: string): ConfiguredPlace | undefined {
  const startUrl = section.get('sso_start_url');
  if (startUrl === undefined) return undefined;
  const address = addressOf(startUrl, section.get('sso_region'));
  const asked =
    name === undefined ? { sessionNames: [] } : { sessionNames: [name], scopes: scopesOf(section) };
  return address && { ...address, ...asked };
}

function merged(
  known: ConfiguredPlace,
  { startUrl, sessionNames, scopes }: ConfiguredPlace,
): ConfiguredPlace {
  const spellings = new Set([...(known.spellings ?? []), startUrl]);
  spellings.delete(known.startUrl);
  const asked = known.scopes ?? scopes;
  return {
    ...known,
    sessionNames: [...known.sessionNames, ...sessionNames],
    ...(spellings.size > 0 && { spellings: [...spellings] }),
    ...(asked && { scopes: asked }),
  };
}

function scopesOf(session: Section): readonly string[] {
  const scopes = session.get('sso_registration_scopes') ?? '';
  const named = scopes
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  return named.length > 0 ? named : [accountAccess];
}
