export type {
  CustomerManagedPolicyFacts,
  ManagedPolicyFacts,
  PermissionsBoundaryFacts,
  TagFacts,
} from '../../aws/permission-set-details.ts';
import { detailKey } from '../../mirror/keys.ts';
import type { Item } from '../../mirror/rows.ts';
import type { Flight } from '../../reading/single-flight.ts';
import { collect, covered, options, type Source } from './source.ts';

/** What sso-admin tells of a permission set beyond its description, by one operation each. */
export type Detail =
  | 'managedPolicies'
  | 'customerManagedPolicies'
  | 'inlinePolicy'
  | 'permissionsBoundary'
  | 'tags';

/** One detail of a permission set, as items whose values are what AWS answered. */
export function detail(source: Source, kind: Detail, arn: string) {
  return covered(source, detailKey(kind, arn), { permissionSetArn: arn }, (flight) =>
    readers[kind](source, arn, flight),
  );
}

type DetailReader = (source: Source, arn: string, flight: Flight) => Promise<Item[]>;

const readers: Readonly<Record<Detail, DetailReader>> = {
  managedPolicies: async ({ aws, instance: { instanceArn } }, arn, flight) => {
    const pages = aws.ssoAdmin.listManagedPoliciesInPermissionSet(instanceArn, arn, options(flight));
    return (await collect(pages)).map((policy) => ({ key: policy.arn, value: policy }));
  },
  customerManagedPolicies: async ({ aws, instance: { instanceArn } }, arn, flight) => {
    const pages = aws.ssoAdmin.listCustomerManagedPolicyReferencesInPermissionSet(
      instanceArn,
      arn,
      options(flight),
    );
    return (await collect(pages)).map((policy) => ({ key: `${policy.path}${policy.name}`, value: policy }));
  },
  inlinePolicy: async ({ aws, instance: { instanceArn } }, arn, flight) =>
    single(await aws.ssoAdmin.getInlinePolicyForPermissionSet(instanceArn, arn, options(flight))),
  permissionsBoundary: async ({ aws, instance: { instanceArn } }, arn, flight) =>
    single(await aws.ssoAdmin.getPermissionsBoundaryForPermissionSet(instanceArn, arn, options(flight))),
  tags: async ({ aws, instance: { instanceArn } }, arn, flight) => {
    const pages = aws.ssoAdmin.listTagsForResource(instanceArn, arn, options(flight));
    return (await collect(pages)).map((tag) => ({ key: tag.key, value: tag }));
  },
};

/** There is one, or there is none. */
function single(value: unknown): Item[] {
  return value === undefined ? [] : [{ key: 'the one', value }];
}
