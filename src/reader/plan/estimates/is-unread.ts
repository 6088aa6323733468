import type { ExtentKey } from '../../../mirror/keys.ts';
import type { ReadDriver } from '../../drivers/driver.ts';

/** Would it have to be read? Not when it is fresh, nor when this question has asked for it, however that ended. */
export function isUnread(driver: ReadDriver, key: ExtentKey): boolean {
  return driver.outcomeOf(key) === undefined && !driver.isFresh(key);
}
