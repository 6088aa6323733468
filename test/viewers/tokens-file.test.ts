import { chmod, chown, lstat, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createToken, revokeToken } from '../../src/viewers/tokens/token-changes.ts';
import { readTokensFile } from '../../src/viewers/tokens/tokens-file.ts';

async function newFile(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'tokens-')), 'tokens.json');
}

test('a file of tokens has the hash of each and not the token, and is its owner’s alone', async () => {
  const file = await newFile();
  const token = await createToken(file, { name: 'ada', permissions: ['read', 'read'], lifetimeMs: 1000 });
  expect(token).toMatch(/^icg_[\w-]{43}$/);
  const text = await readFile(file, 'utf8');
  expect(text).not.toContain(token.slice(4, 20));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readTokensFile(file)).tokens).toMatchObject([{ name: 'ada', permissions: ['read'] }]);
});

test('of twenty changes at the same time none is lost, and nothing else is left beside the file', async () => {
  const file = await newFile();
  await createToken(file, { name: 'leaver', permissions: ['read'] });
  const names = Array.from({ length: 20 }, (_, n) => `n${n}`);
  await Promise.all([
    ...names.map((name) => createToken(file, { name, permissions: ['read'] })),
    revokeToken(file, 'leaver'),
  ]);
  const { tokens } = await readTokensFile(file);
  expect(tokens.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  expect(await readdir(dirname(file))).toEqual(['tokens.json']);
});

test('a name is one token’s: a second is refused until the first is revoked or has expired', async () => {
  const file = await newFile();
  const ada = { name: 'ada', permissions: ['read'] } as const;
  await createToken(file, { ...ada, lifetimeMs: 60_000 });
  await expect(createToken(file, ada)).rejects.toThrow('there is a token of the name ada; revoke it first');
  await createToken(file, ada, Date.now() + 60_000);
  await revokeToken(file, 'ada');
  await expect(revokeToken(file, 'ada')).rejects.toThrow('has no token of the name ada');
  await createToken(file, ada);
});

test('a change through a link is one of the file that it leads to, which a gateway may read by its own path', async () => {
  const file = await newFile();
  await createToken(file, { name: 'leaver', permissions: ['read'] });
  const link = join(dirname(await newFile()), 'link');
  await symlink(file, link);
  await revokeToken(link, 'leaver');
  expect((await readTokensFile(file)).tokens).toEqual([]);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
});

test.runIf(process.getuid?.() === 0)(
  'a file that root keeps for a group stays that group’s, whose gateway has to read who is revoked',
  async () => {
    const file = await newFile();
    await createToken(file, { name: 'leaver', permissions: ['read'] });
    await chown(file, 0, 65_532);
    await chmod(file, 0o440);
    await revokeToken(file, 'leaver');
    const { uid, gid, mode } = await stat(file);
    expect([uid, gid, mode & 0o777]).toEqual([0, 65_532, 0o440]);
  },
);

const good = {
  id: 'aaaaaaaa',
  name: 'ada',
  sha256: '0'.repeat(64),
  permissions: ['read'],
  createdAt: '2026-01-01T00:00:00Z',
};

test.each([
  ['no JSON', '{', 'is no JSON'],
  ['no object', '[]', 'the whole: '],
  ['of another version', JSON.stringify({ version: 2, tokens: [] }), 'version: expected 1'],
  ['with a token in place of its hash', text({ sha256: `icg_canary` }), 'tokens[0].sha256: expected 64'],
  ['with a permission that is none', text({ permissions: ['write'] }), 'tokens[0].permissions[0]: '],
  ['with a token that may nothing', text({ permissions: [] }), 'tokens[0].permissions: '],
  ['with an end that is none', text({ expiresAt: 'tomorrow' }), 'tokens[0].expiresAt: expected an instant'],
  ['with a member that is none', text({ admin: true }), 'tokens[0]: Unrecognized key'],
  [
    'with a name twice',
    JSON.stringify({ version: 1, tokens: [good, { ...good, sha256: '1'.repeat(64) }] }),
    'tokens: expected each name once',
  ],
])('a file %s is refused with the place, and without what stands there', async (_, content, problem) => {
  const file = await newFile();
  await writeFile(file, content, { mode: 0o600 });
  const refusal: unknown = await readTokensFile(file).catch((error: unknown) => error);
  expect(String(refusal)).toContain(problem);
  expect(String(refusal)).not.toContain('canary');
});

function text(changed: object): string {
  return JSON.stringify({ version: 1, tokens: [{ ...good, ...changed }] });
}
