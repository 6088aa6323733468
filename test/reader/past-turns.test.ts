import { expect, test } from 'vitest';
import { principalsKey } from '../../src/mirror/keys.ts';
import { Mirror } from '../../src/mirror/mirror.ts';
import { ChangesByExtent, LaterChanges } from '../../src/reader/past/later-changes.ts';
import { PastMirror } from '../../src/reader/past/past-mirror.ts';

test('very many users of a moment are brought back a thousand at a time, between which others have their turn', () => {
  const now = new Mirror();
  const facts = Array.from({ length: 5_500 }, (_, n) => ({
    principalType: 'USER' as const,
    principalId: `user-${n}`,
    name: `user-${n}`,
    displayName: null,
    email: null,
    description: null,
    enabled: true,
  }));
  now.apply({ key: principalsKey('USER'), readAt: 5, facts });
  const past = new PastMirror(now, new LaterChanges(new ChangesByExtent(), 7), 7);
  const users = { types: ['USER'] as const, deleted: false };
  const counts = [0];
  for (const _ of past.begin())
    counts.push(past.mirror.principals.listAfter([], users, Number.POSITIVE_INFINITY).length);
  expect(counts.at(-1)).toBe(facts.length);
  const steps = counts.slice(1).map((count, n) => count - (counts[n] ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(1_000);
});
