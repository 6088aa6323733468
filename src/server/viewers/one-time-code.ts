import { randomBytes } from 'node:crypto';

/** A code is for the page that opens now; an old one in a terminal's scrollback or a browser's history is worth nothing. */
const lifetimeMs = 60_000;

export interface OneTimeCodes {
  issue(): string;
  /** True once for each code that was issued within the last 60 seconds. */
  redeem(code: string): boolean;
}

export function oneTimeCodes(now: () => number): OneTimeCodes {
  const issues = new Map<string, number>();
  return {
    issue() {
      const code = randomBytes(24).toString('base64url');
      issues.set(code, now());
      return code;
    },
    // A map lookup does not leak by its timing: 192 random bits cannot be approached step by step within a minute.
    redeem(code) {
      const issuedAt = issues.get(code);
      issues.delete(code);
      // A code dated in the future was issued before the clock was set back.
      return issuedAt !== undefined && issuedAt <= now() && now() < issuedAt + lifetimeMs;
    },
  };
}
