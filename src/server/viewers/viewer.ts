import { createHash, timingSafeEqual } from 'node:crypto';
import { permissions, type Viewer } from '../../viewer.ts';

/** `none` takes everybody who reaches the port for the one local person; `token` asks for the bearer token. */
export type Auth = { readonly mode: 'none' } | { readonly mode: 'token'; readonly token: string };

export type Authenticate = (authorization: string | undefined) => Viewer | undefined;

/**
 * Returns a function that tells the viewer from an Authorization header; undefined when it is nobody we know.
 * `isLocal`: the gateway can be reached from its own machine only.
 */
export function authenticator(auth: Auth, isLocal: boolean): Authenticate {
  const local: Viewer = {
    viewerId: 'local',
    issuer: 'local',
    subject: 'local',
    name: 'local',
    isLocal,
    permissions: new Set(permissions),
  };
  if (auth.mode === 'none') return () => local;
  const expected = digest(auth.token);
  return (authorization) => {
    const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization ?? '')?.[1];
    return token !== undefined && timingSafeEqual(digest(token), expected) ? local : undefined;
  };
}

/** A digest, so that both sides of the comparison have the same length whatever was sent. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
