import { createClient, type Client } from 'graphql-sse';
import type { Config } from '../../src/config/config.ts';
import { createLogger } from '../../src/log.ts';
import { createGateway } from '../../src/main/gateway/gateway.ts';
import { readConfig } from '../../src/main/options/read-config.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Trail } from '../../src/server/audit/trail.ts';
import { startServer } from '../../src/server/server.ts';

export const token = 'canary-bearer-0123456789abcdefghijklmnop';

export interface Person extends AsyncDisposable {
  readonly url: string;
  readonly sandbox: Sandbox;
  /** Everything logged so far, debug lines too. */
  readonly log: readonly string[];
  readonly sse: Client;
  /** Throws when the answer has errors. */
  ask(query: string, variables?: object): Promise<any>;
  /** The first error, which there has to be. */
  refusal(query: string, variables?: object): Promise<{ message: string; extensions: Record<string, any> }>;
  /** Signs somebody in by the page, and waits for it. Returns what their subscription saw. */
  signIn(userName?: string): Promise<readonly string[]>;
}

export interface Options {
  readonly sandbox?: SandboxOptions;
  readonly config?: Partial<Config>;
  /** A gateway that others can reach as well. @default false */
  readonly isShared?: boolean;
  readonly trail?: Trail;
}

/** A sandbox, a gateway on it with a bearer token, and one person who uses it. */
export async function person(options: Options = {}): Promise<Person> {
  const { sandbox: sandboxOptions, config, isShared, trail } = options;
  const sandbox = await startSandbox({
    throttle: false,
    pollIntervalMs: 1000,
    accounts: 20,
    ...sandboxOptions,
  });
  const log: string[] = [];
  const logger = createLogger('debug', { write: (line: string) => void log.push(line) });
  const gateway = await createGateway(
    {
      ...readConfig('demo', {}, {}),
      startUrl: sandbox.startUrl,
      ssoRegion: 'us-east-1',
      tokenCache: 'memory',
      loginMessage: 'off',
      ...config,
    },
    { endpoint: sandbox.url, region: 'us-east-1', credentials: none, unlimited: true, random: () => 0 },
    logger,
    undefined,
    trail,
  );
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    auth: { mode: 'token', token },
    allowedHosts: isShared === true ? ['gateway.example'] : [],
    requestTimeoutMs: 10_000,
    logger,
    schema: gateway.schema,
    credentials: gateway.credentials,
    files: gateway.files,
    createContext: (request) => gateway.createContext(request),
    ...(trail && { trail }),
  });
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const post = async (query: string, variables: object = {}): Promise<any> => {
    const body = JSON.stringify({ query, variables });
    const response = await fetch(server.url, { method: 'POST', headers, body });
    return response.json();
  };
  const sse = createClient({ url: server.url, headers, retryAttempts: 0 });
  const ask: Person['ask'] = async (query, variables) => {
    const { data, errors } = await post(query, variables);
    if (errors) throw new Error(`The query failed: ${JSON.stringify(errors)}`);
    return data;
  };
  return {
    url: server.url,
    sandbox,
    log,
    sse,
    ask,
    async refusal(query, variables) {
      const { data, errors } = await post(query, variables);
      if (!errors) throw new Error(`The query was answered: ${JSON.stringify(data)}`);
      return errors[0];
    },
    async signIn(userName = somebody(sandbox.organization)) {
      const { login } = await ask('mutation { login { id userCode } }');
      const states: string[] = [];
      const query = `subscription ($id: ID!) { loginStatus(loginId: $id) { state } }`;
      for await (const { data } of sse.iterate({ query, variables: { id: login.id } })) {
        states.push((data as any).loginStatus.state);
        if (states.length === 1) await sandbox.approve(login.userCode, userName);
      }
      return states;
    },
    async [Symbol.asyncDispose]() {
      sse.dispose();
      await server.close();
      await gateway.close();
      await sandbox.close();
    },
  };
}

const none = { accessKeyId: 'none', secretAccessKey: 'none' };

/** An enabled user who can enter at least two accounts. */
export function somebody(organization: Organization): string {
  const user = organization
    .users()
    .find(
      ({ userId, status }) =>
        status === 'ENABLED' &&
        new Set(rolesOf(organization, userId).map(({ accountId }) => accountId)).size > 1,
    );
  if (!user) throw new Error('nobody has two accounts');
  return user.userName;
}

export interface Role {
  readonly accountId: string;
  readonly roleName: string;
}

/** What a user's assignments give, by themselves and through groups, by account and role. */
export function rolesOf(organization: Organization, userId: string): readonly Role[] {
  const roles = organization
    .assignmentsFor('USER', userId)
    .map(
      ({ accountId, permissionSetArn }) =>
        `${accountId} ${organization.permissionSet(permissionSetArn)!.name}`,
    );
  return [...new Set(roles)].toSorted().map((role) => {
    const [accountId, roleName] = role.split(' ');
    return { accountId: accountId!, roleName: roleName! };
  });
}

/** The first role of the person who `signIn` signs in. */
export function firstRole({ organization }: Sandbox): Role {
  return rolesOf(organization, organization.userByName(somebody(organization))!.userId)[0]!;
}
