/** Opaque and stable: what kind of thing, of which instance, and its natural key. */
export function nodeId(kind: string, instanceArn: string, ...key: readonly string[]): string {
  return Buffer.from(JSON.stringify([kind, instanceArn, ...key])).toString('base64url');
}
