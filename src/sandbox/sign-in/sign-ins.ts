import type { Organization, User } from '../organization/types.ts';
import { AuthorizationCodes } from './authorization-codes.ts';
import type { Access } from './access.ts';
import { Clients } from './clients.ts';
import { DeviceAuthorizations } from './device-authorizations.ts';
import { Expiring } from './expiring.ts';
import { Sessions } from './sessions.ts';

export interface SignInOptions {
  /** How long a person has to enter a code or to use an authorization code. @default 600,000, AWS's ten minutes */
  readonly deviceCodeTtlMs?: number;
  /** How long access tokens live. @default AWS's: an hour with the scope sso:account:access, 8 hours without it */
  readonly tokenTtlMs?: number;
  /** The least time between two polls of a client. @default 1000 */
  readonly pollIntervalMs?: number;
  /** Whether tokens with the scope sso:account:access come with a refresh token. @default true, as in AWS */
  readonly refresh?: boolean;
}

/** Everything that signing in leaves behind: registered clients, codes and sessions. */
export interface SignIns {
  readonly deviceCodeTtlMs: number;
  readonly pollIntervalMs: number;
  readonly clients: Clients;
  readonly deviceAuthorizations: DeviceAuthorizations;
  readonly authorizationCodes: AuthorizationCodes;
  readonly sessions: Sessions;
  /** By access key id: the roles whose credentials were given out. */
  readonly roles: Expiring<TakenRole>;
}

/** A role as one person took it. */
export interface TakenRole {
  readonly access: Access;
  readonly userName: string;
}

/** `now` in epoch milliseconds. */
export function createSignIns(options: SignInOptions, now: () => number): SignIns {
  const { deviceCodeTtlMs = 600_000, tokenTtlMs, pollIntervalMs = 1000, refresh = true } = options;
  return {
    deviceCodeTtlMs,
    pollIntervalMs,
    clients: new Clients(now),
    deviceAuthorizations: new DeviceAuthorizations(deviceCodeTtlMs, pollIntervalMs, now),
    authorizationCodes: new AuthorizationCodes(deviceCodeTtlMs, now),
    roles: new Expiring(now),
    sessions: new Sessions({ tokenTtlMs, refresh }, now),
  };
}

/** Nobody who was deleted or disabled signs in or stays signed in. */
export function welcomeUser(organization: Organization, userId: string): User | undefined {
  const user = organization.user(userId);
  return user?.status === 'ENABLED' ? user : undefined;
}
