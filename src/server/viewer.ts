import { createHash, timingSafeEqual } from 'node:crypto';

type Permission = 'read' | 'credentials' | 'metrics';

/** Who calls the gateway. */
export interface Viewer {
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** `none` takes everybody who reaches the port for the one local person; `token` asks for the bearer token. */
export type Auth = { readonly mode: 'none' } | { readonly mode: 'token'; readonly token: string };

const local: Viewer = { name: 'local', permissions: new Set<Permission>(['read', 'credentials', 'metrics']) };

/** Returns a function that tells the viewer from an Authorization header; undefined when it is nobody we know. */
export function authenticator(auth: Auth): (authorization: string | undefined) => Viewer | undefined {
  if (auth.mode === 'none') return () => local;
  const expected = digest(auth.token);
  return (authorization) => {
    const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization ?? '')?.[1];
    return token !== undefined && timingSafeEqual(digest(token), expected) ? local : undefined;
  };
}

/** Of equal length whatever was sent, as the comparison needs. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
