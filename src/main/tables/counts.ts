import {
  ask,
  type ListPage,
  pageSelection,
  pagesOf,
  completenessSelection,
  type TellsCompleteness,
} from '../export/walk/gateway-pages.ts';
import { accountColumns, type AccountNode, accountParts } from './organization.ts';
import { setColumns, setsOf } from './permission-sets.ts';
import { type Columns, columnsOf, recordsOf, type Table } from './table.ts';

interface CountNode {
  readonly account: { readonly targetId: string };
  readonly permissionSet: { readonly arn: string };
  readonly assignments: number;
  readonly people: number | null;
}

interface Counts extends TellsCompleteness {
  readonly counts: readonly CountNode[];
}

interface Cell {
  readonly count: CountNode;
  readonly account: AccountNode;
  readonly setName: string | null;
}

const columns: Columns<Cell> = {
  ...columnsOf(accountColumns, ({ account }: Cell) => account),
  ...columnsOf(setColumns, ({ count, setName }: Cell) => ({ ...count.permissionSet, name: setName })),
  assignments: ({ count }) => count.assignments,
  people: ({ count }) => count.people,
};

const asked = `$filter: AssignmentFilter, $maxAge: Duration, $instanceArn: String`;
const given = `filter: $filter, maxAge: $maxAge, instanceArn: $instanceArn`;

/** Everything that is counted, at once: what is read for it is planned together. */
const document = `query TableOfCounts(${asked}) {
    assignmentCounts(groupBy: [], ${given}) { counts { assignments people } ${completenessSelection} }
  }`;

const cellsDocument = `query CountsOfAccounts(${asked}) {
    assignmentCounts(groupBy: [ACCOUNT, PERMISSION_SET], withEmpty: true, ${given}) {
      counts { account { targetId } permissionSet { arn } assignments people }
      ${completenessSelection}
    }
  }`;

const setsDocument = `query SetsOfCounts($after: String, $maxAge: Duration, $instanceArn: String) {
    permissionSets(first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn) {
      nodes { arn name }
      ${pageSelection}
    }
  }`;

const accountsDocument = `query AccountsOfCounts(
    $first: Int!, $after: String, $maxAge: Duration, $instanceArn: String
  ) {
    targets(
      filter: { type: AWS_ACCOUNT }, first: $first, after: $after, maxAge: $maxAge, instanceArn: $instanceArn
    ) {
      nodes { ... on Account { ${accountParts} } }
      ${pageSelection}
    }
  }`;

/** As many as are answered at once. */
const maxCounts = 10_000;

/** How many assignments and people each permission set has in each account where it is provisioned. */
export const counts: Table = {
  title: 'Counts',
  nouns: ['count', 'counts'],
  document,
  permission: 'read',
  columns: Object.keys(columns),
  readsAllFirst: false,
  async *rows(asker, asking) {
    const countsIn = ({ assignmentCounts }: { readonly assignmentCounts: Counts | null }) => assignmentCounts;
    yield { records: [], calls: (await ask(asker, document, countsIn, asking)).calls };
    const names = new Map<string, string | null>();
    for await (const { nodes, calls } of pagesOf(asker, {
      document: setsDocument,
      list: setsOf,
      ...asking,
    })) {
      for (const { arn, name } of nodes) names.set(arn, name);
      yield { records: [], calls };
    }
    const first = Math.max(1, Math.min(1_000, Math.floor(maxCounts / Math.max(1, names.size))));
    const walk = {
      document: accountsDocument,
      list: ({ targets }: { readonly targets: ListPage<AccountNode> | null }) => targets,
      ...asking,
      variables: { ...asking.variables, first },
    };
    for await (const { nodes, calls } of pagesOf(asker, walk)) {
      const accounts = new Map(nodes.map((account) => [account.targetId, account]));
      const variables = { ...asking.variables, filter: within(asking.variables, [...accounts.keys()]) };
      const { found, calls: made } = await ask(asker, cellsDocument, countsIn, { ...asking, variables });
      const cells = found.counts.flatMap((count) => {
        const account = accounts.get(count.account.targetId);
        return account ? [{ count, account, setName: names.get(count.permissionSet.arn) ?? null }] : [];
      });
      yield { records: recordsOf(columns, cells), calls: calls + made };
    }
  },
};

function within({ filter }: { readonly filter?: object | null }, ids: readonly string[]): object {
  return { and: [...(filter ? [filter] : []), { target: { ids } }] };
}
