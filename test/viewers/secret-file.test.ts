import { chmod, chown, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { readSecretFile, secretsIn } from '../../src/viewers/secret-file.ts';

const asRoot = process.getuid?.() === 0;
const [us, root, another] = [process.getuid?.() ?? 0, 0, 65_534];

async function fileWith(mode: number, owner: number): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'secret-')), 'token');
  await writeFile(file, 'x'.repeat(43));
  await chmod(file, mode);
  if (owner !== us) await chown(file, owner, owner);
  return file;
}

describe.skipIf(process.platform === 'win32')('a file with a secret', () => {
  test.each([
    [0o600, us],
    [0o400, us],
    [0o440, us],
  ])('of mode %o is taken without a word', async (mode, owner) => {
    expect(await readSecretFile(await fileWith(mode, owner))).toEqual({
      text: 'x'.repeat(43),
      warning: undefined,
    });
  });

  test('of mode 444, as clusters mount it when nobody says otherwise, is taken with a warning', async () => {
    const file = await fileWith(0o444, us);
    expect(await readSecretFile(file)).toEqual({
      text: 'x'.repeat(43),
      warning: `${file} can be read by everybody on this machine; 0440 is enough`,
    });
  });

  test.each([
    [0o640, us, 'can be read by others'],
    [0o644, us, 'can be read by others'],
    [0o620, us, 'can be written by others'],
    [0o602, us, 'can be written by others'],
    [0o660, us, 'can be written by others'],
  ])('of mode %o is refused', async (mode, owner, problem) => {
    const file = await fileWith(mode, owner);
    await expect(readSecretFile(file)).rejects.toThrow(`${file} ${problem}`);
  });

  test.skipIf(!asRoot).each([0o600, 0o400, 0o440, 0o444])(
    "of another user's, mode %o, is refused",
    async (mode) => {
      const file = await fileWith(mode, another);
      await expect(readSecretFile(file)).rejects.toThrow('belongs to another user');
    },
  );

  test.skipIf(!asRoot)(
    "of root's, mounted for the group of another user, is taken by that user",
    async () => {
      const file = await fileWith(0o640, root);
      await chmod(join(file, '..'), 0o755);
      using _somebody = vi.spyOn(process, 'getuid').mockReturnValue(another);
      expect(await readSecretFile(file)).toMatchObject({ warning: undefined });
    },
  );
});

test('the secrets of a file are its lines', () => {
  const [one, other] = ['a'.repeat(32), 'b'.repeat(40)];
  expect(secretsIn(`${one}\n`, 'f')).toEqual([one]);
  expect(secretsIn(`\n${one}\r\n${other}`, 'f')).toEqual([one, other]);
});

test.each(['', '\n', 'short', `${'a'.repeat(32)}\nshort`, `${'a'.repeat(32)} # old`])(
  'the text %j holds no secrets, and what it holds is not repeated',
  (text) => {
    expect(() => secretsIn(text, 'the file')).toThrow(
      'the file holds no token of at least 32 characters, or something besides',
    );
  },
);
