import { randomBytes, randomInt } from 'node:crypto';

/** Text that nobody guesses. */
export function secret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

export function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
