import { createHash } from 'node:crypto';
import type { Place } from '../place.ts';
import { isSamePortal, isVanityStartUrl, spellingsOf } from '../start-url.ts';
import type { Client, Scopes, Token } from './token-cache.ts';

// The files that the AWS CLI and the SDKs keep in ~/.aws/sso/cache: their names, and what is in them.

/** The file name of a token: made of the session's name, or of the start URL. */
export function tokenFileName(key: string): string {
  return `${sha1(key)}.json`;
}

/** The names that hold a token of this place, the one to write first. */
export function tokenFileNames({
  startUrl,
  sessionNames,
  session,
  spellings = [],
}: Place): readonly string[] {
  if (session !== undefined) return [tokenFileName(session)];
  const keys = new Set([...sessionNames, startUrl, ...spellings, ...spellingsOf(startUrl)]);
  return [...keys].map(tokenFileName);
}

/** botocore names the file after the text that Python's `json.dumps` makes of what was registered. */
export function clientFileName({ startUrl, region, sessionNames }: Place, scopes: Scopes): string {
  const list = scopes ? `[${scopes.map(pythonString).join(', ')}]` : 'null';
  const members = [
    `"region": ${pythonString(region)}`,
    `"scopes": ${list}`,
    `"session_name": ${sessionNames[0] === undefined ? 'null' : pythonString(sessionNames[0])}`,
    `"startUrl": ${pythonString(startUrl)}`,
    '"tool": "botocore"',
  ];
  return `${sha1(`{${members.join(', ')}}`)}.json`;
}

export function tokenToJson({ startUrl, region: ofPlace }: Place, token: Token): object {
  const { accessToken, expiresAt, askedAt, refreshToken, client, lineage, region = ofPlace } = token;
  return {
    startUrl,
    region,
    accessToken,
    expiresAt: timeToText(expiresAt),
    ...(client && { clientId: client.clientId, clientSecret: client.clientSecret }),
    ...(client?.expiresAt !== undefined && { registrationExpiresAt: timeToText(client.expiresAt) }),
    ...(refreshToken !== undefined && { refreshToken }),
    // Members of our own. The SDK for JavaScript keeps them when it renews the token; botocore does not.
    ...(lineage !== undefined && { lineage }),
    ...(askedAt !== undefined && { askedAt: timeToText(askedAt) }),
  };
}

/** The token in a file; undefined when the file has none, or one of another place. */
export function tokenFromJson(json: unknown, { startUrl, region: ofPlace }: Place): Token | undefined {
  const member = membersOf(json);
  const region = member('region') ?? ofPlace;
  const isElsewhere =
    !isSamePortal(member('startUrl') ?? startUrl, startUrl) ||
    (region !== ofPlace && !isVanityStartUrl(startUrl));
  const accessToken = member('accessToken');
  const expiresAt = timeFromText(member('expiresAt'));
  if (isElsewhere || !accessToken || expiresAt === undefined) return undefined;
  const askedAt = timeFromText(member('askedAt'));
  const refreshToken = member('refreshToken');
  const lineage = member('lineage');
  const clientId = member('clientId');
  const clientSecret = member('clientSecret');
  const clientExpiresAt = timeFromText(member('registrationExpiresAt'));
  return {
    accessToken,
    expiresAt,
    ...(askedAt !== undefined && { askedAt }),
    ...(refreshToken && { refreshToken }),
    ...(lineage && { lineage }),
    ...(region !== ofPlace && { region }),
    ...(clientId &&
      clientSecret && {
        client: {
          clientId,
          clientSecret,
          ...(clientExpiresAt !== undefined && { expiresAt: clientExpiresAt }),
        },
      }),
  };
}

export function clientToJson(
  scopes: Scopes,
  { clientId, clientSecret, expiresAt, grantTypes }: Client,
): object {
  return {
    clientId,
    clientSecret,
    ...(expiresAt !== undefined && { expiresAt: timeToText(expiresAt) }),
    ...(scopes && { scopes }),
    ...(grantTypes && { grantTypes }),
  };
}

export function clientFromJson(json: unknown): Client | undefined {
  const member = membersOf(json);
  const clientId = member('clientId');
  const clientSecret = member('clientSecret');
  const expiresAt = timeFromText(member('expiresAt'));
  // A token's file has the members of a client too.
  if (!clientId || !clientSecret || expiresAt === undefined || member('accessToken')) return undefined;
  const grantTypes = Object(json)['grantTypes'] as unknown;
  return {
    clientId,
    clientSecret,
    expiresAt,
    ...(Array.isArray(grantTypes) && { grantTypes: grantTypes.map(String) }),
  };
}

function membersOf(json: unknown): (name: string) => string | undefined {
  return (name) => {
    const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
}

/** Whole seconds with a Z: the SDK for JavaScript takes the older `UTC` at the end for a token without end. */
function timeToText(ms: number): string {
  return new Date(Math.floor(ms / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
}

function timeFromText(text: string | undefined): number | undefined {
  const ms = Date.parse((text ?? '').replace(/UTC$/, 'Z'));
  return Number.isNaN(ms) ? undefined : ms;
}

/** As Python writes it: everything beyond printable ASCII escaped. */
function pythonString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
