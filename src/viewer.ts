import { createHash } from 'node:crypto';
import { GatewayError } from './errors.ts';
import type { Person } from './portal/portal.ts';

/**
 * What a viewer may do. `read`: the organization. `credentials`: sign in to the portal and take what it gives.
 * `metrics`: how the gateway fares. `audit`: what others asked.
 */
export const permissions = ['read', 'credentials', 'metrics', 'audit'] as const;
export type Permission = (typeof permissions)[number];

/** Who calls the gateway. */
export interface Viewer extends Person {
  /** Who vouches for them: an OpenID issuer's URL, `tokens` for a named token, or `local`. */
  readonly issuer: string;
  /** Whom the issuer means by it: with the issuer, the same for all that one viewer sends. */
  readonly subject: string;
  /** For people to read. Two viewers may have the same. */
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  /** When their proof of identity expires, in epoch milliseconds; their subscriptions end with it. */
  readonly validUntil?: number;
  /** Aborts when their proof of identity is withdrawn before it expires, such as a token that is revoked. */
  readonly withdrawn?: AbortSignal;
  /** Names that proof as it is, in every process alike: there is another one when it changes. No secret. */
  readonly standing?: string;
}

/** A viewer's id from who they are: the same in every process, and no name or mail address can be read from it. */
export function viewerIdOf(issuer: string, subject: string): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url')
    .slice(0, 22);
}

/** The one place that refuses a viewer. */
export function requirePermission({ name, permissions: held }: Viewer, permission: Permission): void {
  if (held.has(permission)) return;
  throw new GatewayError('FORBIDDEN', `${name} does not have the permission "${permission}"`, { permission });
}
