import { GatewayError } from '../../errors.ts';
import type { PortalAws } from '../../aws/portal-aws.ts';
import { SingleFlight } from '../../reading/single-flight.ts';
import type { ReadScope } from '../../reading/scope.ts';
import { digest as digestOf } from '../tokens/digest.ts';
import type { AvailableAccount, RoleCredentials } from '../portal.ts';
import type { SignIn } from '../sign-in.ts';

/** A list as AWS gave it, in order. */
export interface Known<T> {
  /** Epoch milliseconds: when it was asked for. */
  readonly readAt: number;
  readonly rows: readonly T[];
}

interface Shelf {
  readonly digest: string;
  accounts: Known<AvailableAccount> | undefined;
  readonly roles: Map<string, Known<string>>;
  readonly credentials: Map<string, RoleCredentials>;
  userName?: string;
}

/** Sign-ins whose facts are kept, the latest. */
const maxShelves = 1_000;
/** Every SDK renews credentials that end sooner than in 15 minutes. */
const leastLeftMs = 15 * 60_000;

/** What was read with a person's token, in memory: kept for that token only, and each read at most once at a time. */
export class SignInFacts {
  readonly #flights: SingleFlight;
  readonly #now: () => number;
  readonly #shelves = new Map<string, Shelf>();

  constructor(now: () => number) {
    this.#flights = new SingleFlight(now);
    this.#now = now;
  }

  /** What one token has access to. */
  of(signIn: SignIn, accessToken: string, aws: PortalAws): TokenFacts {
    const { portal } = aws;
    const shelf = this.#shelfOf(signIn.key, accessToken);
    const flightKey = (what: string) => `${signIn.key} ${shelf.digest} ${what}`;
    const facts: TokenFacts = {
      knownRoles: (accountId) => this.#unlessToCome(shelf.roles.get(accountId)),

      accounts: async (notBefore, scope) => {
        const kept = this.#unlessToCome(shelf.accounts);
        if (kept && kept.readAt >= notBefore) return kept;
        return this.#flights.run(flightKey('accounts'), notBefore, scope, async (flight) => {
          const accounts = new Map<string, AvailableAccount>();
          for await (const page of portal.listAccounts(accessToken, flight))
            for (const account of page) accounts.set(account.accountId, account);
          const rows = [...accounts.values()].toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
          shelf.accounts = { readAt: flight.startedAt, rows };
          return shelf.accounts;
        });
      },

      roles: (accountId, notBefore, scope) =>
        this.#flights.run(flightKey(`roles ${accountId}`), notBefore, scope, async (flight) => {
          const names = new Set<string>();
          for await (const page of portal.listAccountRoles(accessToken, accountId, flight))
            for (const name of page) names.add(name);
          const known = { readAt: flight.startedAt, rows: [...names].toSorted() };
          shelf.roles.set(accountId, known);
          return known;
        }),

      credentials: async (accountId, roleName, scope) => {
        const role = `${accountId} ${roleName}`;
        const kept = shelf.credentials.get(role);
        if (kept && kept.expiresAt - this.#now() > leastLeftMs) return kept;
        shelf.credentials.delete(role);
        return this.#flights.run(flightKey(`credentials ${role}`), 0, scope, async (flight) => {
          const fresh = await portal.getRoleCredentials(accessToken, accountId, roleName, flight);
          shelf.credentials.set(role, fresh);
          return fresh;
        });
      },

      userName: async (scope) => {
        if (shelf.userName !== undefined) return shelf.userName;
        const role = await anyRole(facts, scope);
        const credentials = await facts.credentials(role.accountId, role.roleName, scope);
        const { arn } = await this.#flights.run(flightKey('name'), 0, scope, (flight) =>
          aws.callerIdentity(credentials, flight),
        );
        // arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_…/userName
        shelf.userName = arn.slice(arn.lastIndexOf('/') + 1);
        return shelf.userName;
      },
    };
    return facts;
  }

  /** Credentials and lists of a sign-in that has ended or began anew. */
  forget({ key }: SignIn): void {
    this.#shelves.delete(key);
  }

  /** Stops every read under way, and forgets everything. */
  close(): void {
    this.#shelves.clear();
    this.#flights.close(new Error('The gateway is closing'));
  }

  /** What is dated in the future was read before the clock was set back: nobody knows when. */
  #unlessToCome<T>(known: Known<T> | undefined): Known<T> | undefined {
    return known && known.readAt <= this.#now() ? known : undefined;
  }

  /** Keyed by the token's digest: another program may have signed somebody else in, in the same cache. */
  #shelfOf(key: string, accessToken: string): Shelf {
    const digest = digestOf(accessToken);
    const known = this.#shelves.get(key);
    if (known?.digest === digest) return known;
    const shelf: Shelf = { digest, accounts: undefined, roles: new Map(), credentials: new Map() };
    this.#shelves.delete(key);
    this.#shelves.set(key, shelf);
    const [oldest] = this.#shelves.keys();
    if (this.#shelves.size > maxShelves && oldest !== undefined) this.#shelves.delete(oldest);
    return shelf;
  }
}

/** The first role that the portal lists. */
async function anyRole(facts: TokenFacts, scope: ReadScope) {
  const { rows } = await facts.accounts(0, scope);
  for (const { accountId } of rows) {
    const [roleName] = (facts.knownRoles(accountId) ?? (await facts.roles(accountId, 0, scope))).rows;
    if (roleName !== undefined) return { accountId, roleName };
  }
  throw new GatewayError(
    'NOT_FOUND',
    'It cannot be told who is signed in: the access portal lists no role, and it says so only to whoever has credentials of one',
  );
}

/** `notBefore`: the earliest start of a read, in epoch milliseconds, that will do. */
export interface TokenFacts {
  accounts(notBefore: number, scope: ReadScope): Promise<Known<AvailableAccount>>;
  /** Without a call. */
  knownRoles(accountId: string): Known<string> | undefined;
  roles(accountId: string, notBefore: number, scope: ReadScope): Promise<Known<string>>;
  credentials(accountId: string, roleName: string, scope: ReadScope): Promise<RoleCredentials>;
  /** NOT_FOUND where the portal lists no role. */
  userName(scope: ReadScope): Promise<string>;
}
