import {
  type Asker,
  type Asking,
  type ListPage,
  pageSelection,
  pagesOf,
} from '../export/walk/gateway-pages.ts';
import { accountColumns, type AccountNode, accountParts } from './organization.ts';
import { type Columns, columnsOf, listTable, pagesOfOne, recordsOf, type Table } from './table.ts';

export interface SetNode {
  readonly arn: string;
  readonly name: string | null;
}

interface DescribedSet extends SetNode {
  readonly description: string | null;
  readonly sessionDuration: string | null;
  readonly relayState: string | null;
  readonly createdAt: string | null;
}

export const setColumns: Columns<SetNode> = {
  permission_set_arn: ({ arn }) => arn,
  permission_set_name: ({ name }) => name,
};

interface SetsData {
  readonly permissionSets: ListPage<SetNode> | null;
}

export const setsOf = ({ permissionSets: sets }: SetsData): ListPage<SetNode> | null => sets;

const filtered = `$filter: PermissionSetFilter, $after: String, $maxAge: Duration, $instanceArn: String`;
const page = `filter: $filter, first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn`;

export const permissionSets = listTable({
  title: 'Permission sets',
  nouns: ['permission set', 'permission sets'],
  document: `query TableOfPermissionSets(${filtered}, $assigned: Boolean) {
    permissionSets(${page}, assigned: $assigned) {
      nodes { arn name description sessionDuration relayState createdAt }
      totalCount
      ${pageSelection}
    }
  }`,
  list: ({ permissionSets: sets }: { readonly permissionSets: ListPage<DescribedSet> | null }) => sets,
  columns: {
    ...setColumns,
    description: ({ description }: DescribedSet) => description,
    session_duration: ({ sessionDuration }) => sessionDuration,
    relay_state: ({ relayState }) => relayState,
    created_at: ({ createdAt }) => createdAt,
  },
});

/** Without those of an account, which only the account itself tells. */
const setsDocument = `query TableOfProvisioned(${filtered}, $accountId: String) {
    permissionSets(${page}) { nodes { arn name } ${pageSelection} }
  }`;

const setsOfAccountDocument = `query ProvisionedToAccount(
    $accountId: String!, $after: String, $maxAge: Duration, $instanceArn: String
  ) {
    target(by: { accountId: $accountId }, instanceArn: $instanceArn) {
      ... on Account {
        ${accountParts}
        permissionSets(first: 1000, after: $after, maxAge: $maxAge) { nodes { arn name } ${pageSelection} }
      }
    }
  }`;

interface OfAccountData {
  readonly target: (AccountNode & { readonly permissionSets?: ListPage<SetNode> | null }) | null;
}

const accountsOf = (selection: string) => `query AccountsOfSet(
    $arn: String!, $status: ProvisioningStatus, $after: String, $maxAge: Duration, $instanceArn: String
  ) {
    permissionSet(by: { arn: $arn }, instanceArn: $instanceArn) {
      accounts(first: 1000, after: $after, maxAge: $maxAge, provisioningStatus: $status) {
        nodes { ${selection} }
        ${pageSelection}
      }
    }
  }`;
const accountsDocument = accountsOf(accountParts);
const idsDocument = accountsOf('targetId');

interface AccountsData<Node> {
  readonly permissionSet: { readonly accounts: ListPage<Node> | null } | null;
}

interface Provisioned {
  readonly set: SetNode;
  readonly account: AccountNode;
  readonly status: string | undefined;
}

const columns: Columns<Provisioned> = {
  ...columnsOf(accountColumns, ({ account }: Provisioned) => account),
  ...columnsOf(setColumns, ({ set }: Provisioned) => set),
  provisioning_status: ({ status }) => status,
};

/** Where each permission set has a role, and whether the role is as the set is now: everywhere, or of some. */
export const provisioned: Table = {
  title: 'Provisioned',
  nouns: ['role', 'roles'],
  document: setsDocument,
  permission: 'read',
  columns: Object.keys(columns),
  readsAllFirst: false,
  async *rows(asker, asking) {
    for await (const { set, account } of setsIn(asker, asking)) {
      const about = { permissionSetArn: set.arn };
      const statusIn = await statuses(asker, asking, set);
      const toRecords = (nodes: readonly AccountNode[]) =>
        recordsOf(
          columns,
          nodes.map((node) => ({ set, account: node, status: statusIn(node.targetId) })),
        );
      if (account) yield { records: toRecords([account]), calls: 0 };
      else
        for await (const { nodes, calls } of pagesOfOne(asker, walkOf<AccountNode>(asking, set), about))
          yield { records: toRecords(nodes), calls };
    }
  },
};

/** Each permission set that is asked about, with the account where that is one. */
async function* setsIn(asker: Asker, asking: Asking) {
  const { accountId } = asking.variables as { readonly accountId?: string | null }; // as the document declares it
  if (accountId === undefined || accountId === null) {
    for await (const { nodes } of pagesOf(asker, { document: setsDocument, list: setsOf, ...asking }))
      for (const set of nodes) yield { set };
    return;
  }
  let account: AccountNode | undefined;
  const list = ({ target }: OfAccountData) => {
    account = target ?? undefined;
    return target?.permissionSets;
  };
  const missing = `The organization has no account ${accountId}`;
  for await (const { nodes } of pagesOf(asker, { document: setsOfAccountDocument, list, missing, ...asking }))
    for (const set of nodes) yield { set, account };
}

function walkOf<Node>(asking: Asking, { arn }: SetNode, status?: string) {
  return {
    document: status === undefined ? accountsDocument : idsDocument,
    list: ({ permissionSet }: AccountsData<Node>) => permissionSet?.accounts,
    missing: `There is no permission set ${arn} any more`,
    ...asking,
    variables: { ...asking.variables, arn, status },
  };
}

const [latest, outdated] = ['LATEST_PERMISSION_SET_PROVISIONED', 'LATEST_PERMISSION_SET_NOT_PROVISIONED'];

/** Of the roles of a permission set, by account: AWS lists those that are not as the set is now. */
async function statuses(asker: Asker, asking: Asking, set: SetNode) {
  const walk = walkOf<Pick<AccountNode, 'targetId'>>(asking, set, outdated);
  const ids = new Set<string>();
  let [isComplete, isWhole] = [true, false];
  for await (const { nodes, ...page } of pagesOfOne(asker, walk, { permissionSetArn: set.arn })) {
    for (const { targetId } of nodes) ids.add(targetId);
    isComplete &&= page.isComplete;
    isWhole = page.done && isComplete;
  }
  return (accountId: string) => (ids.has(accountId) ? outdated : isWhole ? latest : undefined);
}
