import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Organization } from '../../../src/sandbox/organization/types.ts';
import type { Fact } from '../../gateway/brute-force.ts';
import { holds } from '../../gateway/naive-filter.ts';
import { settings } from '../../properties.ts';
import { chosenQuestions, histories, settled, type Step } from './history.ts';
import type { Asked, LateQuestion } from './questions.ts';
import { isTold, readingsSince } from './readings.ts';
import { factOf, keyOf, reaching, truthOf } from './truth.ts';
import { walkIfAllowed } from './walk.ts';
import { startWorld, worlds, type WorldOptions } from './worlds.ts';

const hourMs = 3_600_000;

test('everything that could match was read: the pair, its absence from a list of what is provisioned, or its holder', async () => {
  const history = histories(undefined, { withFaults: false, withHaste: false, maxLength: 3 });
  const property = fc.asyncProperty(worlds, history, chosenQuestions, everythingIsTold);
  await expect(fc.assert(property, settings(25))).resolves.toBeUndefined();
}, 3_600_000);

async function everythingIsTold(
  options: WorldOptions,
  history: readonly Step[],
  settle: LateQuestion,
): Promise<void> {
  await using world = await startWorld(options);
  const { organization, sandbox } = world;
  const reader = await world.newReader();
  for (const step of history) await step(world, reader);
  const question = settled(world, settle);
  const notBefore = world.now() - (question.maxAgeMs ?? hourMs);
  fc.pre((await walkIfAllowed(reader, question)) !== undefined);
  const readings = readingsSince(sandbox.calls(), notBefore);
  const untold = couldMatch(organization, question).filter(
    (fact) => !isTold(readings, organization, fact, question.inheritedBy),
  );
  expect({ question, untold: untold.slice(0, 5).map(keyOf) }).toEqual({ question, untold: [] });
}

/** Whoever was deleted and is still assigned somewhere: known to no list. */
const ghostId = '00000000-0000-4000-8000-000000000000';

/** Every assignment that there could be, and that the question asks for. */
function couldMatch(organization: Organization, { filter, inheritedBy }: Asked): Fact[] {
  const reaches = inheritedBy === undefined ? () => true : reaching(organization, inheritedBy);
  const principals = [
    ...truthOf(organization).map(({ type, principalId }) => ({ principalType: type, principalId })),
    ...organization.users().map(({ userId }) => ({ principalType: 'USER' as const, principalId: userId })),
    ...organization
      .groups()
      .map(({ groupId }) => ({ principalType: 'GROUP' as const, principalId: groupId })),
    { principalType: 'USER' as const, principalId: ghostId },
    { principalType: 'GROUP' as const, principalId: ghostId },
  ];
  const distinct = [
    ...new Map(principals.map((one) => [`${one.principalType} ${one.principalId}`, one])).values(),
  ];
  return organization
    .accounts()
    .flatMap((account) =>
      organization
        .permissionSets()
        .flatMap(({ arn }) =>
          distinct.map((principal) => factOf(organization, account, { permissionSetArn: arn, ...principal })),
        ),
    )
    .filter((fact) => reaches(fact) && holds(filter, fact));
}
