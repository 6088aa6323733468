import { badInput, GatewayError } from '../../errors.ts';
import type { Cursors } from '../../reading/cursor.ts';
import type { Page } from '../../reading/listing.ts';
import type { ReadScope } from '../../reading/scope.ts';
import type { AvailableAccount, AvailableRole, PageQuery, RoleCredentials } from '../portal.ts';
import { signInOver, type SignIn } from '../sign-in.ts';
import type { Sessions } from '../tokens/sessions.ts';
import { lineageOf } from '../tokens/token-cache.ts';
import { accountsPage, type Walk } from './available-accounts.ts';
import { rolesPage, type RolesQuery } from './available-roles.ts';
import { SignInFacts, type TokenFacts } from './sign-in-facts.ts';

/** What people may take, asked for with the token of their sign-in. */
export class Access {
  readonly #sessions: Sessions;
  readonly #cursors: Cursors;
  readonly #now: () => number;
  readonly #facts: SignInFacts;

  constructor(sessions: Sessions, cursors: Cursors, now: () => number) {
    this.#sessions = sessions;
    this.#cursors = cursors;
    this.#now = now;
    this.#facts = new SignInFacts(now);
  }

  accounts(signIn: SignIn, query: PageQuery, scope: ReadScope): Promise<Page<AvailableAccount>> {
    return this.#ask(signIn, scope, (facts, walk) => accountsPage(facts, walk, query, scope));
  }

  roles(signIn: SignIn, query: RolesQuery, scope: ReadScope): Promise<Page<AvailableRole>> {
    return this.#ask(signIn, scope, (facts, walk) => rolesPage(facts, walk, query, scope));
  }

  /** Of the person who is signed in. */
  userName(signIn: SignIn, scope: ReadScope): Promise<string> {
    return this.#ask(signIn, scope, (facts) => facts.userName(scope));
  }

  /** Credentials of a role. With a `lineage`, only in the sign-in that it names. */
  async credentials(
    signIn: SignIn,
    {
      accountId,
      roleName,
      lineage,
    }: Readonly<{ accountId: string; roleName: string; lineage?: string | undefined }>,
    scope: ReadScope,
  ): Promise<RoleCredentials> {
    if (!/^\d{12}$/.test(accountId)) throw badInput('accountId', 'give an id of 12 digits');
    if (!/^[\w+=,.@-]{1,64}$/.test(roleName))
      throw badInput('roleName', 'give the name of a permission set that you hold on the account');
    try {
      return await this.#ask(
        signIn,
        scope,
        (facts) => facts.credentials(accountId, roleName, scope),
        lineage,
      );
    } catch (error) {
      // A new sign-in would not help: it would be another one than the lineage names.
      const isOver = error instanceof GatewayError && error.code === 'LOGIN_REQUIRED';
      throw isOver && lineage !== undefined ? signInOver(signIn, error) : error;
    }
  }

  /** Drops what was read in a sign-in that has ended or began anew. */
  forget(signIn: SignIn): void {
    this.#facts.forget(signIn);
  }

  close(): void {
    this.#facts.close();
  }

  #ask<T>(
    signIn: SignIn,
    scope: ReadScope,
    question: (facts: TokenFacts, walk: Walk) => Promise<T>,
    lineage?: string,
  ): Promise<T> {
    return this.#sessions.use(signIn, scope, (token, aws) => {
      const present = lineageOf(token);
      if (lineage !== undefined && lineage !== present) throw signInOver(signIn);
      const walk = { of: `portal ${signIn.key} ${present}`, cursors: this.#cursors, now: this.#now };
      return question(this.#facts.of(signIn, token.accessToken, aws), walk);
    });
  }
}
