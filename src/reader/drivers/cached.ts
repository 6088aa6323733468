import { surveySet } from '../facts/asked-sets.ts';
import type { Facts } from '../facts/facts.ts';
import type { Freshness } from '../../reading/scope.ts';
import type { ReadDriver } from './driver.ts';

/** Thrown where something would have to be read. */
export class NotCached extends Error {
  constructor() {
    super('It is not in the mirror, or too old');
  }
}

/** Over another driver: gives what is fresh, and refuses to read anything. */
export function cached(driver: ReadDriver, { costs, mirror }: Facts, freshness: Freshness): ReadDriver {
  const { names } = freshness;
  const refuseUnless = (isFresh: boolean) => {
    if (!isFresh) throw new NotCached();
  };
  const isKnown = ({ key }: Parameters<ReadDriver['ensure']>[0]) =>
    driver.isFresh(key) || driver.outcomeOf(key) !== undefined;
  return {
    error: driver.error,
    isFresh: (key) => driver.isFresh(key),
    outcomeOf: (key) => driver.outcomeOf(key),
    ensure: (extent) => {
      refuseUnless(isKnown(extent));
      return driver.ensure(extent);
    },
    attempt: (extent) => {
      refuseUnless(isKnown(extent));
      return driver.attempt(extent);
    },
    accounts: (ids, notBefore) => {
      refuseUnless(costs.accounts(ids, notBefore).size === 0);
      return driver.accounts(ids, notBefore);
    },
    permissionSets: (arns, expression) => {
      const isOpen = (arn: string) => surveySet(mirror, expression, arn, freshness).open.length > 0;
      refuseUnless(!arns.some(isOpen));
      return driver.permissionSets(arns, expression);
    },
    principals: (ids) => {
      refuseUnless(costs.principals(ids, names).size === 0);
      return driver.principals(ids);
    },
  };
}
