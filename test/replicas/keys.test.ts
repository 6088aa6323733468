import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStateKeys } from '../../src/main/gateway/state-keys.ts';
import { Keyring } from '../../src/replicas/keys.ts';

const newKey = () => randomBytes(32);
const secret = { accessToken: 'canary-token' };

test('a sealed value opens at its place alone, and shows nothing of itself', () => {
  const ring = new Keyring([newKey()]);
  const sealed = ring.seal(secret, 'token ada');
  expect(ring.open(sealed, 'token ada')).toEqual(secret);
  expect(ring.open(sealed, 'token bob')).toBeUndefined();
  expect(sealed.toString('latin1')).not.toContain('canary');
  expect(ring.seal(secret, 'token ada').equals(sealed)).toBe(false);
});

test('a sealed value that was changed or cut opens no more, at any byte', () => {
  const ring = new Keyring([newKey()]);
  const sealed = ring.seal(secret, 'here');
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = changed[at]! ^ 1;
    expect(ring.open(changed, 'here')).toBeUndefined();
    expect(ring.open(sealed.subarray(0, at), 'here')).toBeUndefined();
  }
});

test('the first key seals, and each of them opens until it is taken out', () => {
  const [old, fresh] = [newKey(), newKey()];
  const ring = new Keyring([old]);
  const before = ring.seal(secret, 'here');
  ring.replace([fresh, old]);
  const after = ring.seal(secret, 'here');
  expect([ring.open(before, 'here'), ring.open(after, 'here')]).toEqual([secret, secret]);
  ring.replace([fresh]);
  expect([ring.open(before, 'here'), ring.open(after, 'here')]).toEqual([undefined, secret]);
  expect(new Keyring([old]).open(after, 'here')).toBeUndefined();
});

test('a file of keys is taken when it is the owner’s alone and holds nothing but keys', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  const file = join(folder, 'keys');
  const [one, other] = [newKey().toString('base64'), newKey().toString('base64')];
  const read = async (text: string, mode = 0o600) => {
    await writeFile(file, text);
    await chmod(file, mode);
    return readStateKeys(file);
  };
  try {
    expect((await read(`${one}\n\n${other}\r\n`)).keys).toEqual(
      [one, other].map((key) => Buffer.from(key, 'base64')),
    );
    await expect(read(`${one}\n`, 0o644)).rejects.toThrow(/^--state-keys: .*can be read by others/);
    await expect(read(`${one}\n`, 0o620)).rejects.toThrow('can be written by others');
    await expect(read('')).rejects.toThrow('holds no key of 32 bytes in base64 a line');
    await expect(read(`${one}\n${one}\n`)).rejects.toThrow('holds a key twice');
    for (const wrong of [
      one.slice(4),
      `${one} # comment`,
      'canary-of-a-key',
      randomBytes(48).toString('base64'),
    ]) {
      const refused = await read(`${other}\n${wrong}\n`).catch(String);
      expect(refused).toContain('or something besides');
      expect(refused).not.toContain(wrong);
    }
    await expect(readStateKeys(join(folder, 'none'))).rejects.toThrow('--state-keys: ENOENT');
  } finally {
    await rm(folder, { recursive: true });
  }
});
