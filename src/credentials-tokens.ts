import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { badInput, type GatewayError } from './errors.ts';
import type { HeldSignIn, Person } from './portal/portal.ts';

/** What one token is good for: the credentials of one role, in the name of one person, as they are signed in now. */
export interface CredentialsGrant extends HeldSignIn {
  readonly person: Person;
  readonly accountId: string;
  readonly roleName: string;
  /** Aborts when the person is let in no more: so are their programs. */
  readonly withdrawn?: AbortSignal;
  /** The same for other processes: what lets the person in, as it is. */
  readonly standing?: string;
  /** Until when the person is let in, in epoch milliseconds, where what lets them in is not renewed. */
  readonly validUntil?: number;
}

/** What it is good for, and which token it is. */
export interface RedeemedGrant extends CredentialsGrant {
  readonly tokenId: string;
}

export interface MintedToken {
  /** To revoke it by; no secret. */
  readonly id: string;
  /** Shown this once: only a hash of it is kept. */
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/**
 * Tokens for programs that fetch a role's credentials by HTTP. They are worth nothing once the sign-in that they were
 * minted in is over: whoever redeems one asks in the name of that sign-in only.
 */
export interface CredentialsTokens {
  mint(grant: CredentialsGrant, lifetimeMs: number): Promise<MintedToken>;
  /** False when this person has no such token, or no longer. */
  revoke(person: Person, id: string): Promise<boolean>;
  /** What the token is good for; undefined when it expired, was revoked, or is none of ours. */
  redeem(token: string): Promise<RedeemedGrant | undefined>;
}

interface Kept {
  readonly id: string;
  readonly grant: CredentialsGrant;
  readonly mintedAt: number;
  readonly expiresAt: number;
}

/** Of one person. A script that mints for each run should not fill the memory. */
export const maxTokens = 1_000;

export function tooManyTokens(): GatewayError {
  return badInput('input', `you have ${maxTokens} tokens already; revoke some, or let them expire`);
}

/** Tokens that end with the process. */
export function createCredentialsTokens(now: () => number = Date.now): CredentialsTokens {
  const byHash = new Map<string, Kept>();

  function of({ viewerId }: Person): [hash: string, kept: Kept][] {
    return [...byHash].filter(([, { grant }]) => grant.person.viewerId === viewerId);
  }

  /** One minted in the future was minted before the clock was set back, and would last too long. */
  function isGood({ mintedAt, expiresAt, grant }: Kept): boolean {
    return mintedAt <= now() && now() < expiresAt && grant.withdrawn?.aborted !== true;
  }

  return {
    async mint(grant, lifetimeMs) {
      for (const [hash, kept] of byHash)
        if (!isGood(kept) || isOverSince(kept.grant, grant)) byHash.delete(hash);
      if (of(grant.person).length >= maxTokens) throw tooManyTokens();
      const token = newToken();
      const expiresAt = Math.min(now() + lifetimeMs, grant.validUntil ?? Number.POSITIVE_INFINITY);
      const kept = { id: randomUUID(), grant, mintedAt: now(), expiresAt };
      byHash.set(hashOf(token), kept);
      return { id: kept.id, token, expiresAt: kept.expiresAt };
    },

    async revoke(person, id) {
      const found = of(person).find(([, kept]) => kept.id === id);
      return found !== undefined && byHash.delete(found[0]) && isGood(found[1]);
    },

    // A lookup by hash tells nothing by its timing about the token that it is a hash of.
    async redeem(token) {
      const kept = byHash.get(hashOf(token));
      return kept && isGood(kept) ? { ...kept.grant, tokenId: kept.id } : undefined;
    },
  };
}

/**
 * Minting proves a sign-in: tokens that were minted before in another sign-in of that place belong to one that is over.
 */
function isOverSince(earlier: CredentialsGrant, grant: CredentialsGrant): boolean {
  const isSamePlace = earlier.startUrl === grant.startUrl && earlier.region === grant.region;
  return (
    earlier.person.viewerId === grant.person.viewerId && isSamePlace && earlier.lineage !== grant.lineage
  );
}

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
