import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { settings } from '../properties.ts';
import { readEverything, type Fact } from './brute-force.ts';
import { allNames, gatewayOn, keyOf, type Row, type TestGateway } from './gateway-on-sandbox.ts';
import { holds } from './naive-filter.ts';
import { filters } from './random-filter.ts';
import { makeStrange } from './strange-organization.ts';
import { eventsOf, overSocket, overSse, rowsOf, type Subscribe } from './sweeping.ts';

const organizations = fc.record({
  seed: fc.nat(),
  accounts: fc.integer({ min: 1, max: 30 }),
  permissionSets: fc.integer({ min: 0, max: 8 }),
  users: fc.nat(60),
  groups: fc.nat(12),
  modes: fc.record({ pathsAbsent: fc.boolean(), directoryCannotBeListed: fc.boolean() }),
});

const sweeps = fc.record({
  filter: filters,
  batchSize: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1000 })),
  maxAge: fc.constantFrom(null, 'PT0S'),
  subscribe: fc.constantFrom(overSse, overSocket),
  withNames: fc.boolean(),
  /** At which of its events it is left, to go on from there. */
  cut: fc.nat(),
});

const property = fc.asyncProperty(
  organizations,
  fc.array(sweeps, { minLength: 2, maxLength: 4 }),
  async (options, asked) => {
    await using sandbox = await startSandbox({ throttle: false, ...options });
    makeStrange(sandbox.organization);
    const facts = await readEverything(sandbox);
    await using gateway = await gatewayOn(sandbox);
    for (const one of asked) {
      const filter = one.filter({ organization: sandbox.organization, facts });
      await expectEqual(
        gateway,
        { ...one, filter },
        facts.filter((fact) => holds(filter, fact)),
      );
    }
  },
);

test('the sweeps of random organizations give what reading every pair gives, also in two halves', async () => {
  await expect(fc.assert(property, settings(10))).resolves.toBeUndefined();
}, 600_000);

interface Asked {
  readonly filter: object;
  readonly batchSize: number;
  readonly maxAge: string | null;
  readonly subscribe: Subscribe;
  readonly withNames: boolean;
  readonly cut: number;
}

async function expectEqual(gateway: TestGateway, asked: Asked, facts: readonly Fact[]): Promise<void> {
  const { subscribe, withNames, cut, ...variables } = asked;
  const wanted = textsOf(facts, withNames);
  const names = withNames ? allNames : '';
  const events = await eventsOf(subscribe(gateway, variables, names));
  // The question stands in both, so that a failure shows it.
  expect({ variables, rows: rowsOf(events).map(textOf) }).toEqual({ variables, rows: wanted });
  expect(events.at(-1)).toMatchObject({ progress: { done: true }, completeness: { complete: true } });
  const left = cut % events.length;
  const after = events[left]!.endCursor;
  const rest = await eventsOf(subscribe(gateway, { ...variables, after }, names));
  const given = rowsOf(events.slice(0, left + 1)).length;
  expect({ variables, rest: rowsOf(rest).map(textOf) }).toEqual({ variables, rest: wanted.slice(given) });
}

function textOf(row: Row): string {
  const { names, set, account } = row;
  return names ? [keyOf(row), names.name, names.deleted, set?.name, account?.name].join(' ') : keyOf(row);
}

function textsOf(facts: readonly Fact[], withNames: boolean): string[] {
  const texts = facts.map((fact) => {
    const key = [fact.accountId, fact.arn, fact.type, fact.principalId].join(' ');
    const names = [fact.principalName, fact.deleted, fact.setName, fact.accountName];
    return withNames ? [key, ...names].join(' ') : key;
  });
  return texts.toSorted((one, other) => (one < other ? -1 : 1));
}
