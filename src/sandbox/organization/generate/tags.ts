import type { Random } from '../random.ts';
import type { PermissionSet, Tag } from '../types.ts';
import { teamOf } from './team-of.ts';
import { company, familyNames, givenNames } from './words.ts';

/** Who keeps the permission sets that belong to no team. */
const keepers = ['platform', 'security', 'cloud-foundation', 'identity'] as const;

/** The tags of the instance and of most permission sets, by ARN. */
export function generateTags(
  random: Random,
  permissionSets: readonly PermissionSet[],
  instanceArn: string,
): ReadonlyMap<string, readonly Tag[]> {
  const tagged = permissionSets.filter(() => random.chance(0.8));
  return new Map<string, readonly Tag[]>([
    [instanceArn, [{ key: 'team', value: 'platform' }]],
    ...tagged.map(({ arn, name }) => [arn, tagsOf(random, name)] as const),
  ]);
}

function tagsOf(random: Random, permissionSetName: string): readonly Tag[] {
  const owner = `${random.pick(givenNames).login}.${random.pick(familyNames).login}@${company.domain}`;
  return [
    { key: 'team', value: teamOf(permissionSetName)?.name ?? random.pick(keepers) },
    { key: 'owner', value: owner },
    ...(random.chance(0.7) ? [{ key: 'cost-center', value: `CC-${1000 + random.below(9000)}` }] : []),
  ];
}
