import { createHash } from 'node:crypto';

/** What a secret is told from another by, where the secret itself should not be kept. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
