import { readFile, rm, writeFile } from 'node:fs/promises';
import { createPortalAws } from '../../src/aws/portal-aws.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { anybody } from '../reading/read-scope.ts';
import { region } from './portal-on-sandbox.ts';

/** The AWS CLI, or an SDK, as far as it reads and writes the file of a sign-in that others use, too. */
export async function otherProgram(sandbox: Sandbox, file: string, now: () => number = Date.now) {
  const { startUrl } = sandbox;
  const aws = await createPortalAws({ region, endpoint: sandbox.url, unlimited: true });
  const { oidc, portal } = aws;
  const options = { signal: anybody.signal, meter: anybody.meter };
  const client = await oidc.registerClient({ clientName: 'cli', scopes: ['sso:account:access'] }, options);
  const { clientId, clientSecret } = client;
  const registrationExpiresAt = new Date(client.expiresAt).toISOString();

  async function tokensBy(
    grant: Parameters<typeof oidc.createToken>[1],
    by = { clientId, clientSecret },
  ): Promise<Record<string, unknown> | undefined> {
    const answer = await oidc.createToken(by, grant, options);
    if ('refused' in answer) return undefined;
    const { accessToken, refreshToken } = answer;
    const expiresAt = new Date(now() + answer.expiresInMs).toISOString();
    return { startUrl, region, accessToken, expiresAt, refreshToken, ...by, registrationExpiresAt };
  }

  const read = () => readFile(file, 'utf8').then(JSON.parse, () => undefined);
  const write = (json: object) => writeFile(file, JSON.stringify(json));

  return {
    /** `changes` are made to what is written. */
    async signIn(userName: string, changes: object = {}) {
      const code = await oidc.startDeviceAuthorization(client, startUrl, options);
      if ('refused' in code) throw new Error(code.refused);
      await sandbox.approve(code.userCode, userName);
      await write({ ...(await tokensBy({ deviceCode: code.deviceCode })), ...changes });
    },

    async signOut() {
      const token = await read();
      await rm(file, { force: true });
      if (token) await portal.logout(token.accessToken, options).catch(() => {});
    },

    /** As botocore, which drops members that it does not know, or as the SDK for JavaScript, which keeps them. */
    async renew(keepsMembers: boolean) {
      const token = await read();
      const by = token && { clientId: token.clientId, clientSecret: token.clientSecret };
      const renewed = token && (await tokensBy({ refreshToken: token.refreshToken }, by));
      if (!renewed) return 'not at all';
      await write({ ...(keepsMembers && token), ...renewed });
      // The sandbox gives a new refresh token each time, so that nothing else proves it.
      return keepsMembers && token.lineage ? 'provably' : 'as anybody might';
    },

    close: () => aws.close(),
  };
}
