import type { Random } from '../random.ts';
import type { CustomerManagedPolicy, PermissionSet, PermissionSetPolicies } from '../types.ts';
import { familiarRecipes, teamRecipes } from './policy-recipes.ts';
import type { PolicyRecipe } from './policy-recipes.ts';
import { teamOf } from './team-of.ts';

/** Policies that the names of the permission sets promise, by ARN. */
export function generatePolicies(
  random: Random,
  permissionSets: readonly PermissionSet[],
  partition: string,
): ReadonlyMap<string, PermissionSetPolicies> {
  return new Map(
    permissionSets.map((permissionSet) => [permissionSet.arn, policiesOf(random, permissionSet, partition)]),
  );
}

function policiesOf(random: Random, { name }: PermissionSet, partition: string): PermissionSetPolicies {
  const { managed = [], customerManaged = [], inline, boundary } = recipeFor(name);
  const managedArn = (policy: string): string => `arn:${partition}:iam::aws:policy/${policy}`;
  return {
    managedPolicyArns: managed.map(managedArn),
    customerManagedPolicies: customerManaged.map(customerManagedPolicy),
    ...(inline && { inlinePolicy: policyDocument(inline, partition, random.chance(0.3)) }),
    ...(boundary && {
      permissionsBoundary: boundary.startsWith('/')
        ? { customerManagedPolicy: customerManagedPolicy(boundary) }
        : { managedPolicyArn: managedArn(boundary) },
    }),
  };
}

function recipeFor(name: string): PolicyRecipe {
  const known = familiarRecipes.get(name);
  if (known) return known;
  const team = teamOf(name);
  return team === undefined ? {} : teamRecipes[team.role](team.name);
}

/** `/teams/checkout/Deployer` → its name and its path */
function customerManagedPolicy(place: string): CustomerManagedPolicy {
  const end = place.lastIndexOf('/') + 1;
  return { name: place.slice(end), path: place.slice(0, end) };
}

/** AWS keeps the white space of whoever wrote it. */
function policyDocument(
  statements: NonNullable<PolicyRecipe['inline']>,
  partition: string,
  isIndented: boolean,
): string {
  const document = JSON.stringify(
    { Version: '2012-10-17', Statement: statements },
    null,
    isIndented ? 2 : undefined,
  );
  return document.replaceAll('arn:aws:', `arn:${partition}:`);
}
