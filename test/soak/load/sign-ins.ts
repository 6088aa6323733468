import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { rolesOf, somebody } from '../../sign-in/signing-in.ts';
import { Client } from './clients.ts';
import { type Load, pause } from './load.ts';
import type { ServedGateway } from './served-gateway.ts';

/** Somebody signs in, looks what they may take, takes credentials, and signs out; then again. */
export class SignIns {
  /** The login that waits for its person. */
  current: string | undefined;
  readonly #sandbox: Sandbox;
  readonly #client: Client;

  constructor(sandbox: Sandbox, gateway: ServedGateway) {
    this.#sandbox = sandbox;
    this.#client = new Client(gateway);
  }

  /** With `waits`, the first login is approved by nobody, and waits still when the load is over. */
  goOn(load: Load, waits = false): void {
    load.goOn('signing in', async () => {
      const { organization } = this.#sandbox;
      const userName = somebody(organization);
      const [role] = rolesOf(
        organization,
        organization.users().find((user) => user.userName === userName)!.userId,
      );
      for (;;) {
        const { login } = await this.#data('mutation { login { id userCode } }');
        this.current = login.id;
        for (let waited = 0; (waits || waited < 2_000) && !load.isOver; waited += 50) await pause(50);
        if (load.isOver) break;
        await this.#sandbox.approve(login.userCode, userName);
        while ((await this.#data('{ session { state } }')).session.state !== 'SIGNED_IN') await pause(50);
        await this.#data('{ availableAccounts(first: 50) { nodes { accountId } } }');
        const take =
          'mutation ($input: RoleCredentialsInput!) { roleCredentials(input: $input) { accessKeyId } }';
        await this.#data(take, { input: role });
        await this.#data('mutation { logout { signedOut } }');
        load.count('sign-ins');
      }
      if (!waits)
        await this.#data('mutation ($id: ID!) { cancelLogin(loginId: $id) { state } }', { id: this.current });
      this.#client.close();
    });
  }

  async #data(query: string, variables: object = {}): Promise<any> {
    const { status, text } = await this.#client.ask(query, variables);
    const data = JSON.parse(text);
    if (status !== 200 || Array.isArray(data)) throw new Error(`${status} ${text.slice(0, 300)}`);
    return data;
  }
}
