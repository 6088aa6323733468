import type { ExtentKey } from '../../../mirror/keys.ts';
import type { Question } from '../../query/question.ts';

/** Would the list have to be read? Not when it is fresh, nor when this question has asked for it, however that ended. */
export function isUnread({ facts, freshness, basis }: Question, key: ExtentKey): boolean {
  return !basis.isSettled(key) && !facts.mirror.coverage.isFresh(key, freshness.assignments);
}
