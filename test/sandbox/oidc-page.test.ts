import { describe, expect, it } from 'vitest';
import { signInBench, somebody } from './sign-in.ts';

describe('the page at which a person signs in', () => {
  it('has the code filled in, names the program, and lists everyone who may sign in', async () => {
    await using bench = await signInBench();
    const { verificationUriComplete, userCode } = await bench.start();
    const response = await fetch(verificationUriComplete!);
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain(`value="${userCode}"`);
    expect(html).toContain('<strong>a-test</strong>');
    expect(html).toContain('This is a sandbox, not AWS.');
    expect(html).not.toContain('<script');
    const enabled = bench.sandbox.organization.users().filter(({ status }) => status === 'ENABLED');
    expect(html.match(/<option value="[^"]/g)).toHaveLength(enabled.length);
  });

  it('is a field with suggestions where a list of all would be too long', async () => {
    await using bench = await signInBench({ users: 2000 });
    const { verificationUriComplete } = await bench.start();
    const html = await (await fetch(verificationUriComplete!)).text();
    expect(html).toContain('list="users"');
    expect(html.match(/<option/g)).toHaveLength(500);
  });

  it('is where the start URL leads', async () => {
    await using bench = await signInBench();
    const response = await fetch(bench.sandbox.startUrl);
    expect([response.url, response.status]).toEqual([`${bench.sandbox.url}/device`, 200]);
  });

  it('tells of a code that is unknown, used or expired, and approves none of them', async () => {
    await using bench = await signInBench();
    const { sandbox, start, pass } = bench;
    const [used, expired] = [await start(), await start()];
    await sandbox.deny(used.userCode!);
    const answer = async (code: string) => {
      const form = { user_code: code, user: somebody(sandbox), decision: 'approve' };
      const shown = await fetch(`${sandbox.url}/device?user_code=${code}`);
      const posted = await fetch(`${sandbox.url}/device`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      const [, problem] = /role="alert"[^>]*>([^<]*)/.exec(await posted.text())!;
      return [shown.status, posted.status, problem];
    };
    expect(await answer('BCDF-GHJK')).toEqual([404, 404, expect.stringContaining('no such code')]);
    expect(await answer(used.userCode!)).toEqual([409, 409, expect.stringContaining('already')]);
    pass(600_000);
    expect(await answer(expired.userCode!)).toEqual([410, 410, expect.stringContaining('expired')]);
  });

  it('takes nobody who is unknown or disabled, and keeps what was typed', async () => {
    await using bench = await signInBench();
    const { sandbox, start } = bench;
    const { userCode } = await start();
    const disabled = sandbox.organization.users().find(({ status }) => status === 'DISABLED')!;
    await expect(sandbox.approve(userCode!, 'no"body')).rejects.toThrow('There is no user no"body');
    await expect(sandbox.approve(userCode!, disabled.userName)).rejects.toThrow('is disabled');
    await expect(sandbox.approve(userCode!, '')).rejects.toThrow('Choose who');
    await sandbox.approve(userCode!, somebody(sandbox));
  });

  it('takes no form of another site', async () => {
    await using bench = await signInBench();
    const { sandbox, start } = bench;
    const { userCode } = await start();
    const post = (origin: string) =>
      fetch(`${sandbox.url}/device`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({ user_code: userCode!, decision: 'deny' }),
      });
    expect((await post('http://example.com')).status).toBe(403);
    expect((await post('null')).status).toBe(403);
    expect((await post(sandbox.url)).status).toBe(200);
  });
});
