import type { Extent } from '../reads.ts';
import type { ReadDriver } from './driver.ts';

/** Thrown where something would have to be read. */
export class NotCached extends Error {
  constructor() {
    super('It is not in the mirror, or too old');
  }
}

/** Over another driver: gives what comes at once, and refuses to read anything. */
export function cached(driver: ReadDriver): ReadDriver {
  const refuseUnless = (isKnown: boolean) => {
    if (!isKnown) throw new NotCached();
  };
  const has = ({ key }: Extent) => driver.isFresh(key) || driver.outcomeOf(key) !== undefined;
  return {
    error: driver.error,
    costs: driver.costs,
    isFresh: (key) => driver.isFresh(key),
    outcomeOf: (key) => driver.outcomeOf(key),
    heldBy: (principal) => driver.heldBy(principal),
    ensure: (extent) => {
      refuseUnless(has(extent));
      return driver.ensure(extent);
    },
    attempt: (extent) => {
      refuseUnless(has(extent));
      return driver.attempt(extent);
    },
    accounts: (ids, notBefore) => {
      refuseUnless(driver.costs.accounts(ids, notBefore).size === 0);
      return driver.accounts(ids, notBefore);
    },
    permissionSets: (arns, expression) => {
      refuseUnless(driver.costs.permissionSets(arns, expression).size === 0);
      return driver.permissionSets(arns, expression);
    },
    principals: (ids) => {
      refuseUnless(driver.costs.principals(ids).size === 0);
      return driver.principals(ids);
    },
  };
}
