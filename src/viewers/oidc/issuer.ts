import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { type Viewer, viewerIdOf } from '../../viewer.ts';
import { Refusal } from '../way.ts';
import { nameIn, permissionsIn, subjectIn } from './claims.ts';
import { issuerKeys, KeysUnavailable } from './issuer-keys.ts';
import { discover, type IssuerMetadata } from './metadata.ts';
import { restingAfterFailure } from './resting.ts';
import type { IssuerSettings } from './settings.ts';
import { VerifiedTokens } from './verified.ts';

const restMs = 5_000;

/** Others that an issuer signs, such as a logout token, let nobody in. */
const types: ReadonlySet<string | undefined> = new Set([undefined, 'jwt', 'at+jwt']);

export interface IssuerOptions {
  readonly now: () => number;
  /** It cannot be read, and why. */
  readonly failed: (error: unknown) => void;
}

/** One who vouches for viewers by tokens that it signs. */
export class Issuer {
  readonly settings: IssuerSettings;
  readonly #keys: JWTVerifyGetKey;
  readonly #verified = new VerifiedTokens();
  readonly #now: () => number;
  readonly #discover: () => Promise<IssuerMetadata>;
  #metadata: Promise<IssuerMetadata> | undefined;

  constructor(settings: IssuerSettings, { now, failed }: IssuerOptions) {
    this.settings = settings;
    this.#now = now;
    this.#discover = restingAfterFailure(() => discover(settings.issuer), restMs, now, failed);
    this.#keys = issuerKeys(settings, { metadata: () => this.metadata(), now, failed });
  }

  /** What it says of itself, read when it is first needed. */
  metadata(): Promise<IssuerMetadata> {
    this.#metadata ??= this.#discover().catch((error: unknown) => {
      this.#metadata = undefined;
      throw error;
    });
    return this.#metadata;
  }

  /** The viewer of a token that names this issuer. */
  async recognize(token: string): Promise<Viewer | Refusal> {
    const known = this.#verified.get(token, this.#now());
    if (known) return known;
    try {
      const viewer = this.#viewerOf(await this.#verify(token));
      if (!(viewer instanceof Refusal)) this.#verified.add(token, viewer, this.#now());
      return viewer;
    } catch (error) {
      return refusalOf(error);
    }
  }

  async #verify(token: string): Promise<JWTPayload> {
    const { issuer, audience, algorithms, clockSkew } = this.settings;
    const { payload, protectedHeader } = await jwtVerify(token, this.#keys, {
      issuer,
      audience,
      algorithms,
      clockTolerance: clockSkew / 1000,
      requiredClaims: ['exp'],
      currentDate: new Date(this.#now()),
    });
    if (!types.has(protectedHeader.typ?.toLowerCase().replace(/^application\//, '')))
      throw new errors.JWTInvalid('The token is of a type for something else');
    return payload;
  }

  #viewerOf(payload: JWTPayload): Viewer | Refusal {
    const { issuer, clockSkew } = this.settings;
    const subject = subjectIn(payload, this.settings);
    if (subject === undefined) return new Refusal('unknown', 'The token does not say whom it is about.');
    return {
      viewerId: viewerIdOf(issuer, subject),
      issuer,
      subject,
      name: nameIn(payload, this.settings) ?? subject,
      isLocal: false,
      permissions: permissionsIn(payload, this.settings),
      // jwtVerify has seen to it that there is one.
      validUntil: (payload.exp ?? 0) * 1000 + clockSkew,
    };
  }
}

/** In words of ours: those of the library may quote the token. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof KeysUnavailable)
    return new Refusal('unavailable', 'The keys of the issuer of the token cannot be read now; try again.');
  if (error instanceof errors.JWTExpired)
    return new Refusal('expired', 'The token has expired; sign in again.');
  if (error instanceof errors.JOSEError) return new Refusal('unknown', reasonOf(error));
  throw error;
}

function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'The token is for another audience than this gateway.';
    if (error.claim === 'nbf') return 'The token is not good yet.';
    return 'The token lacks a claim that it needs, or has another value there.';
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return 'The token is signed by an algorithm that this gateway does not take from its issuer.';
  const isOfKeys = [
    errors.JWSSignatureVerificationFailed,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ].some((kind) => error instanceof kind);
  return isOfKeys
    ? 'The token is signed by none of the keys of its issuer.'
    : 'The token is none that this gateway can read.';
}
