import type { Question } from '../question.ts';

/** Would the list have to be read? Not when it is fresh, nor when this question has asked for it, however that ended. */
export async function isUnread({ facts, freshness, basis }: Question, key: string): Promise<boolean> {
  const readAt = (await facts.mirror.coverage.readAt([key])).get(key);
  return !basis.isSettled(key) && (readAt === undefined || readAt < freshness.assignments);
}
