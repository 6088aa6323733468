import fc from 'fast-check';
import { GatewayError } from '../../../src/errors.ts';
import type { Fault, FaultRule } from '../../../src/sandbox/faults.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { ReadScope } from '../../../src/reading/scope.ts';
import { anybody, asker } from '../../reading/read-scope.ts';
import type { Change } from './changes.ts';
import { questions, type Asked, type LateQuestion } from './questions.ts';
import { truthOf } from './truth.ts';
import type { TestReader, World } from './worlds.ts';

const minuteMs = 60_000;

/** Something that happens to a reader before the question that a test is about. */
export type Step = (world: World, reader: TestReader) => Promise<void> | void;

export const strategies = ['BY_PRINCIPAL', 'BY_PAIR', 'BY_PERMISSION_SET', 'BY_ACCOUNT'] as const;

/** Often the planner's own choice, else another. */
export const ways = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constantFrom(...strategies) },
);

export const chosenQuestions: fc.Arbitrary<LateQuestion> = fc
  .tuple(questions, ways)
  .map(([settle, strategy]) => {
    const chosen: LateQuestion = (organization, facts) => ({
      ...settle(organization, facts),
      ...(strategy && { strategy }),
    });
    return Object.assign(chosen, { [fc.toStringMethod]: () => `a question ${strategy ?? ''}` });
  });

const operations = [
  'sso-admin:ListAccountAssignments',
  'sso-admin:ListPermissionSetsProvisionedToAccount',
  'sso-admin:ListAccountsForProvisionedPermissionSet',
  'sso-admin:ListAccountAssignmentsForPrincipal',
  'sso-admin:DescribePermissionSet',
  'sso-admin:ListPermissionSets',
  'organizations:ListAccounts',
  'organizations:DescribeAccount',
  'organizations:ListAccountsForParent',
  'organizations:ListOrganizationalUnitsForParent',
  'identitystore:ListUsers',
  'identitystore:ListGroups',
  'identitystore:DescribeUser',
  'identitystore:DescribeGroup',
  'identitystore:ListGroupMembershipsForMember',
];

const faultsThatHappen: readonly Fault[] = [
  { error: 'ThrottlingException' },
  { error: 'AccessDeniedException', message: 'no' },
  { error: 'InternalServerException', message: 'down' },
  { error: 'UnrecognizedClientException', message: 'who are you' },
  { hangMs: 3 },
  'drop',
];

/** A fault of one operation or of all, for all of its calls or for those about one thing in a few. */
const faultRules: fc.Arbitrary<FaultRule> = fc
  .record({
    operation: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...operations) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
    of: fc.integer({ min: 1, max: 4 }),
    afterCalls: fc.constantFrom(0, 0, 1, 3),
    times: fc.constantFrom(undefined, 1, 4, 20),
    fault: fc.constantFrom(...faultsThatHappen),
  })
  .map(({ operation, of, afterCalls, times, fault }) => ({
    ...(operation !== undefined && { operation }),
    ...(times !== undefined && { times }),
    // Always the same calls fail: those whose input adds up to a multiple.
    when: (input) => sumOf(JSON.stringify(input)) % of === 0,
    afterCalls,
    fault,
  }));

const passings = fc.constantFrom(1, 4 * minuteMs, 31 * minuteMs, 61 * minuteMs, 25 * 60 * minuteMs);

/** Questions, faults, changes and the passing of time. */
export function histories(
  changes: fc.Arbitrary<Change> | undefined,
  { withFaults = true, withHaste = true, maxLength = 6 } = {},
): fc.Arbitrary<readonly Step[]> {
  const steps: fc.WeightedArbitrary<Step>[] = [
    { weight: 4, arbitrary: fc.array(chosenQuestions, { minLength: 1, maxLength: 3 }).map(askTogether) },
    { weight: 3, arbitrary: passings.map((ms) => named(`pass ${ms}`, ({ pass }) => pass(ms))) },
  ];
  if (withHaste)
    steps.push({
      weight: 2,
      arbitrary: fc.tuple(chosenQuestions, fc.nat(25), fc.boolean()).map(askInHaste),
    });
  if (changes)
    steps.push({
      weight: 4,
      arbitrary: changes.map((change) =>
        named(fc.stringify(change), ({ organization }) => change(organization)),
      ),
    });
  if (withFaults)
    steps.push(
      { weight: 3, arbitrary: faultRules.map(plant) },
      { weight: 1, arbitrary: fc.constant(named('heal', ({ sandbox }) => sandbox.faults.clear())) },
    );
  return fc.array(fc.oneof(...steps), { maxLength });
}

function plant(rule: FaultRule): Step {
  const text = `fault ${JSON.stringify(rule)} of ${String(rule.when)}`;
  return named(text, ({ sandbox }) => void sandbox.faults.add(rule));
}

/** Several at the same time, who share what they read. */
function askTogether(settle: readonly LateQuestion[]): Step {
  return named(`ask ${settle.length} together`, async (world, reader) => {
    const asked = settle.map((one) => settled(world, one));
    await Promise.all(asked.map((question) => answered(reader.ask(question))));
  });
}

/** Somebody whose time is over, or who leaves, as the n-th call comes in. */
function askInHaste([settle, calls, leaves]: readonly [LateQuestion, number, boolean]): Step {
  return named(`ask until call ${calls}, then ${leaves ? 'leave' : 'time out'}`, async (world, reader) => {
    const client = asker();
    const forget = atCall(world.sandbox, calls, () => (leaves ? client.leave() : client.timeOut()));
    const page = reader.ask(settled(world, settle), client.scope);
    await answered(page.catch((error) => (error === client.gone ? undefined : Promise.reject(error))));
    forget();
  });
}

/** Calls `then` once, as the n-th call from now comes in; answers what ends the waiting for it. */
export function atCall({ faults }: Sandbox, n: number, then: () => void): () => void {
  let left = n;
  const when = () => {
    if (left-- === 0) then();
    return false;
  };
  return faults.add({ when, fault: 'drop' });
}

/** Who asks for each page in turn: the time of the first ones is over at these calls, and then there is enough of it. */
export function eachInHaste(sandbox: Sandbox, haste: readonly number[]): () => ReadScope {
  const left = [...haste];
  let forget = () => {};
  return () => {
    forget();
    const calls = left.shift();
    if (calls === undefined) return anybody;
    const client = asker();
    forget = atCall(sandbox, calls, () => client.timeOut());
    return client.scope;
  };
}

export function settled({ organization }: World, settle: LateQuestion): Asked {
  return settle(organization, truthOf(organization));
}

/** With an answer, or with an error that a client may see. */
export async function answered<T>(page: Promise<T>): Promise<T | GatewayError> {
  try {
    return await page;
  } catch (error) {
    if (error instanceof GatewayError && error.code !== 'INTERNAL') return error;
    throw error;
  }
}

function named(text: string, step: Step): Step {
  return Object.assign(step, { [fc.toStringMethod]: () => text });
}

function sumOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0);
}
