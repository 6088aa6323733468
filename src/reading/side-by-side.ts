/** Enough to keep AWS's 20 calls a second busy over slow lines; the budget decides how fast they go. */
const lanes = 8;

/**
 * Works on items a few at a time, and answers in their order. Not on all at once: whoever runs out of time leaves
 * the reads under way to finish, and these are then few.
 */
export async function sideBySide<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const lane = async () => {
    for (const [n, item] of rest) results[n] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}
