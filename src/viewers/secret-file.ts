import { type FileHandle, open } from 'node:fs/promises';

export interface SecretFile {
  readonly text: string;
  /** What whoever runs the gateway should know about the file, when there is something. */
  readonly warning: string | undefined;
}

/** Some letters of base64, a JWT or the like; shorter ones could be guessed. */
const secret = /^[\w.~+/=-]{32,}$/;

/**
 * Reads a file that only its owner should read. Read-only ones of ours or of root, as clusters mount them for a
 * group, are taken, too. Throws when others could have written it, or left it readable that need not.
 */
export async function readSecretFile(file: string): Promise<SecretFile> {
  // What is looked at and what is read are one file, also if somebody puts another in its place meanwhile.
  await using handle = await open(file);
  const { problem, warning } = process.platform === 'win32' ? {} : await lookAt(handle);
  if (problem) throw new Error(`${file} ${problem}`);
  return { text: await handle.readFile('utf8'), warning: warning && `${file} ${warning}` };
}

/** Reads a file that holds no secret and lets people in: throws when others than its owner could have written it. */
export async function readTrustedFile(file: string): Promise<string> {
  await using handle = await open(file);
  const { mode } = await handle.stat();
  if (process.platform !== 'win32' && isOpenToWriters(mode))
    throw new Error(`${file} ${openToWriters} (0644)`);
  return handle.readFile('utf8');
}

const openToWriters = 'can be written by others; allow that to its owner only';

function isOpenToWriters(mode: number): boolean {
  return (mode & 0o022) !== 0;
}

async function lookAt(handle: FileHandle): Promise<{ problem?: string; warning?: string }> {
  const { mode, uid } = await handle.stat();
  const isOurs = uid === process.getuid?.();
  if (!isOurs && uid !== 0)
    return { problem: "belongs to another user; it has to be this user's, or root's" };
  if (isOpenToWriters(mode)) return { problem: `${openToWriters} (0600)` };
  // One that we may write was made by this machine's user, who can as well keep it from others.
  if (isOurs && (mode & 0o200) !== 0 && (mode & 0o044) !== 0)
    return {
      problem: 'can be read by others; allow it to its owner only (0600), or make it read-only (0440)',
    };
  return (mode & 0o004) === 0 ? {} : { warning: 'can be read by everybody on this machine; 0440 is enough' };
}

/** The secrets in a file, one a line. Throws when there is none, or something else. */
export function secretsIn(text: string, file: string): readonly [string, ...string[]] {
  const [first, ...more] = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (first === undefined || ![first, ...more].every((line) => secret.test(line)))
    throw new Error(`${file} holds no token of at least 32 characters, or something besides`);
  return [first, ...more];
}
