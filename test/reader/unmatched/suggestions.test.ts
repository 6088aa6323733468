import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distance } from '../../../src/reader/unmatched/distance.ts';
import { Suggestions } from '../../../src/reader/unmatched/suggestions.ts';

/** By the definition: the fewest slips from one text to the other, no pair of letters swapped and touched again. */
function plainDistance(one: string, other: string): number {
  const rows = Array.from({ length: one.length + 1 }, (_, n) =>
    Array.from({ length: other.length + 1 }, (__, m) => (n === 0 ? m : m === 0 ? n : 0)),
  );
  for (let n = 1; n <= one.length; n++)
    for (let m = 1; m <= other.length; m++) {
      const isSame = one[n - 1] === other[m - 1];
      const ways = [rows[n - 1]![m]! + 1, rows[n]![m - 1]! + 1, rows[n - 1]![m - 1]! + (isSame ? 0 : 1)];
      if (n > 1 && m > 1 && one[n - 1] === other[m - 2] && one[n - 2] === other[m - 1])
        ways.push(rows[n - 2]![m - 2]! + 1);
      rows[n]![m] = Math.min(...ways);
    }
  return rows[one.length]![other.length]!;
}

describe('the distance of two texts', () => {
  test.each([
    ['Security', 'Securty', 1],
    ['Security', 'Secuirty', 1],
    ['Security', 'security', 1],
    ['850302873955', '850302873995', 1],
    ['abc', 'xyz', 3],
    ['', 'ab', 2],
  ])('%s and %s: %i', (one, other, slips) => {
    expect(distance(one, other, 5)).toBe(slips);
  });

  test('is the number of slips, and one more than the most where there are more', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 4 }), (one, other, most) => {
        const slips = plainDistance(one, other);
        expect(distance(one, other, most)).toBe(slips <= most ? slips : most + 1);
      }),
    );
  });
});

const closest = (written: string, texts: readonly string[]) => new Suggestions(texts).closeTo(written);

describe('suggestions', () => {
  test('begin with what differs in case, spaces and separators only', async () => {
    const sets = ['ReadOnly', 'Read-Only-Access', 'ReadOnlyAccesss', 'Billing'];
    expect(await closest('readonlyaccess', sets)).toEqual(['Read-Only-Access', 'ReadOnlyAccesss']);
  });

  test('are what was written but for some slips, the fewest first, then what it is a part of', async () => {
    const names = ['payments-admin', 'payment-admins', 'payments-admin-eu', 'platform', 'paymentsadmins'];
    expect(await closest('payments-admn', names)).toEqual([
      'payments-admin',
      'paymentsadmins',
      'payment-admins',
      'payments-admin-eu',
    ]);
    expect(await closest('payments', names)).toEqual(
      ['paymentsadmins', 'payments-admin', 'payments-admin-eu'].toSorted(),
    );
  });

  test('are five at most, each once', async () => {
    const many = Array.from({ length: 9 }, (_, n) => `team-${n}`);
    expect(await closest('team-x', [...many, ...many])).toEqual(many.slice(0, 5));
  });

  test('are none where nothing is close', async () => {
    expect(await closest('Securty', ['Billing', 'ReadOnly'])).toEqual([]);
  });
});
