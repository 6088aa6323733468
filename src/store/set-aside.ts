import { existsSync, mkdirSync, renameSync, rmdirSync, statSync } from 'node:fs';

/** Setting aside takes less than a moment: a claim of this age is of a process that was killed. */
const claimMs = 10_000;

/** Which file is at this place now: another one after it was set aside, moved or deleted. */
export function fileAt(location: string): string | undefined {
  const found = statSync(location, { throwIfNoEntry: false });
  return found && `${found.dev}/${found.ino}`;
}

/**
 * Renames a file that cannot be used beside itself, and tells so. Nothing where another process does it or has done it:
 * what is in its place then is another file, by `identity`.
 */
export function setAside(location: string, identity: string | undefined, { message }: Error): string[] {
  const claim = `${location}.being-set-aside`;
  if (!isClaimed(claim)) return [];
  try {
    if (fileAt(location) !== identity) return [];
    let aside = `${location}.set-aside`;
    for (let n = 2; existsSync(aside); n++) aside = `${location}.set-aside-${n}`;
    // The file itself goes last: who opens the place before finds it damaged, and not with the journal of another one.
    for (const suffix of ['-wal', '-shm', '']) moveIfThere(location + suffix, aside + suffix);
    return [
      `The store ${location} cannot be used (${message}); it was set aside as ${aside} and is read anew`,
    ];
  } finally {
    rmdirSync(claim);
  }
}

/** SQLite deletes a journal when the last who has the file open closes it, which may be now. */
function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** A folder can be made by one process only. */
function isClaimed(claim: string): boolean {
  const madeAt = statSync(claim, { throwIfNoEntry: false })?.mtimeMs;
  if (madeAt !== undefined && Date.now() - madeAt > claimMs) rmdirSync(claim);
  try {
    mkdirSync(claim);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
