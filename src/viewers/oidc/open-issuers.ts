import { decodeJwt } from 'jose';
import { Refusal, type Way } from '../way.ts';
import { Issuer, type IssuerOptions } from './issuer.ts';
import { readOidcFile } from './settings.ts';
import type { SignIn } from '../sign-in.ts';
import { signInsOf } from './sign-ins.ts';

/** Longer ones do not fit into the headers of a request. */
const longestToken = 16_384;

export interface Issuers {
  readonly way: Way;
  /** How people sign in with a browser; without the issuers that cannot be reached now. */
  readonly signIns: () => Promise<readonly SignIn[]>;
}

/** The issuers of a file. None is asked before somebody brings a token of it, or wants to sign in. */
export async function openIssuers(
  file: string,
  failed: (error: unknown, issuer: string) => void,
  now: IssuerOptions['now'] = Date.now,
): Promise<Issuers> {
  const issuers = new Map(
    (await readOidcFile(file)).map((settings) => {
      const options = { now, failed: (error: unknown) => failed(error, settings.issuer) };
      return [settings.issuer, new Issuer(settings, options)];
    }),
  );
  return {
    way: {
      wants: `a token of ${[...issuers.keys()].join(' or ')}`,
      recognize(token) {
        const named = issuerIn(token);
        if (named === undefined) return undefined;
        return issuers.get(named)?.recognize(token) ?? new Refusal('unknown', otherIssuer);
      },
    },
    signIns: () => signInsOf([...issuers.values()]),
  };
}

const otherIssuer = 'The token is of an issuer that this gateway does not take tokens of.';

/** As the token says, which proves nothing yet; undefined when it is no JWT. */
function issuerIn(token: string): string | undefined {
  if (token.length > longestToken) return undefined;
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
