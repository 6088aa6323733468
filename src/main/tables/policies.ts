import { type ListPage, pageSelection, pagesOf } from '../export/walk/gateway-pages.ts';
import { type Columns, columnsOf, recordsOf, type Table } from './table.ts';
import { setColumns, type SetNode } from './permission-sets.ts';

interface CustomerManaged {
  readonly name: string;
  readonly path: string;
}

/** What could not be read is null, and the answer has an error of it. */
interface AllowingSet extends SetNode {
  readonly managedPolicies: readonly { readonly arn: string; readonly name: string | null }[] | null;
  readonly customerManagedPolicies: readonly CustomerManaged[] | null;
  readonly inlinePolicy: string | null;
  readonly permissionsBoundary: {
    readonly managedPolicyArn: string | null;
    readonly customerManagedPolicy: CustomerManaged | null;
  } | null;
  readonly tags: readonly { readonly key: string; readonly value: string }[] | null;
}

interface Row {
  readonly set: SetNode;
  readonly kind: string;
  readonly name?: string | null | undefined;
  readonly value: string | null | undefined;
}

const columns: Columns<Row> = {
  ...columnsOf(setColumns, ({ set }: Row) => set),
  kind: ({ kind }) => kind,
  name: ({ name }) => name,
  value: ({ value }) => value,
};

const document = `query TableOfPolicies(
    $filter: PermissionSetFilter, $after: String, $maxAge: Duration, $instanceArn: String
  ) {
    permissionSets(filter: $filter, first: 100, after: $after, maxAge: $maxAge, instanceArn: $instanceArn) {
      nodes {
        arn name inlinePolicy
        managedPolicies { arn name }
        customerManagedPolicies { name path }
        permissionsBoundary { managedPolicyArn customerManagedPolicy { name path } }
        tags { key value }
      }
      ${pageSelection}
    }
  }`;

interface Data {
  readonly permissionSets: ListPage<AllowingSet> | null;
}

/** What each permission set allows, and its tags: a row for each policy. */
export const policies: Table = {
  title: 'Policies',
  nouns: ['row', 'rows'],
  document,
  permission: 'read',
  columns: Object.keys(columns),
  readsAllFirst: false,
  async *rows(asker, asking) {
    const list = ({ permissionSets }: Data) => permissionSets;
    for await (const { nodes, calls } of pagesOf(asker, { document, list, ...asking }))
      yield { records: recordsOf(columns, nodes.flatMap(rowsOf)), calls };
  },
};

function rowsOf(set: AllowingSet): Row[] {
  const { managedPolicies, customerManagedPolicies, inlinePolicy, permissionsBoundary: most, tags } = set;
  const { name, path } = most?.customerManagedPolicy ?? {};
  return [
    ...(managedPolicies ?? []).map((one) => ({ kind: 'AWS_MANAGED_POLICY', name: one.name, value: one.arn })),
    ...(customerManagedPolicies ?? []).map((one) => ({
      kind: 'CUSTOMER_MANAGED_POLICY',
      name: one.name,
      value: one.path,
    })),
    ...(inlinePolicy === null ? [] : [{ kind: 'INLINE_POLICY', value: inlinePolicy }]),
    ...(most ? [{ kind: 'PERMISSIONS_BOUNDARY', name, value: most.managedPolicyArn ?? path }] : []),
    ...(tags ?? []).map(({ key, value }) => ({ kind: 'TAG', name: key, value })),
  ].map((row) => ({ set, ...row }));
}
