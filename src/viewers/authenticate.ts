import { permissions, type Viewer } from '../viewer.ts';
import { hashOf, LiveTokens } from './live-tokens.ts';
import type { SignIn } from './sign-in.ts';
import { Refusal, type Way } from './way.ts';

/** Who may come in. */
export type Auth =
  /** Everybody who reaches the port, as the one local person. */
  | { readonly mode: 'none' }
  /** Whoever has this token, as the one local person. */
  | { readonly mode: 'token'; readonly token: string }
  /** Whoever is known in one of some ways. */
  | {
      readonly mode: 'known';
      readonly ways: readonly Way[];
      /** The token that the printed link leads to, where one is for whoever sees it. */
      readonly linkToken?: () => string;
      /** How people sign in with a browser. */
      readonly signIns?: () => Promise<readonly SignIn[]>;
    };

/** Tells the viewer from an Authorization header, or why nobody is known by it. */
export type Authenticate = (authorization: string | undefined) => Promise<Viewer | Refusal>;

/** `isLocal`: the gateway can be reached from its own machine only. */
export function authenticator(auth: Auth, isLocal: boolean): Authenticate {
  if (auth.mode === 'none') {
    const viewer = localViewer(isLocal);
    return async () => viewer;
  }
  const ways = auth.mode === 'known' ? auth.ways : [tokenWay([auth.token], isLocal)];
  const wants = ways.map((way) => way.wants).join(', or ');
  return async (authorization) => {
    const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization ?? '')?.[1];
    if (!authorization) return new Refusal('missing', `Send ${wants}, as "Authorization: Bearer …".`);
    for (const way of token === undefined ? [] : ways) {
      const recognized = await way.recognize(token ?? '');
      if (recognized) return recognized;
    }
    return new Refusal('unknown', `The bearer token is none that this gateway knows; it takes ${wants}.`);
  };
}

/** The one person of a gateway that one token opens. */
export function localViewer(isLocal: boolean) {
  const everything = new Set(permissions);
  return {
    viewerId: 'local',
    issuer: 'local',
    subject: 'local',
    name: 'local',
    isLocal,
    permissions: everything,
  };
}

function tokenWay(tokens: readonly string[], isLocal: boolean): Way {
  const live = new LiveTokens();
  live.replace(new Map(tokens.map((token) => [hashOf(token), localViewer(isLocal)])));
  return localWay(live);
}

export function localWay(live: LiveTokens): Way {
  return {
    wants: 'the token from the token file of this gateway',
    recognize: (token) => live.recognize(token),
  };
}

/** What `Auth` promises about whoever sees the printed link. */
export function linkTokenOf(auth: Auth): (() => string) | undefined {
  if (auth.mode === 'token') return () => auth.token;
  return auth.mode === 'known' ? auth.linkToken : undefined;
}
