import {
  ask,
  completenessSelection,
  type ListPage,
  pagesOf,
  type TellsCompleteness,
} from '../export/walk/gateway-pages.ts';
import { type Columns, recordsOf, type Table } from './table.ts';

interface FindingNode extends TellsCompleteness {
  readonly type: string;
  readonly severity: string;
  readonly title: string;
  readonly count: number;
  /** Lists all of what is counted. */
  readonly query: string;
}

interface Principal {
  readonly principalType: string;
  readonly principalId: string;
  readonly name: string | null;
}

interface Named {
  readonly arn: string;
  readonly name: string | null;
}

interface Target {
  readonly targetId: string;
  readonly name: string | null;
}

/** What a finding is about, of whatever kind: one member of these, or what a grant has of them. */
interface Thing {
  readonly principalType?: string;
  readonly principalId?: string;
  readonly arn?: string;
  readonly targetId?: string;
  readonly name?: string | null;
  readonly principal?: Principal;
  readonly permissionSet?: Named;
  readonly roleName?: string;
  readonly target?: Target;
}

/** Beside what the query of a finding selects itself: of any node, as only one of these is of the list's type. */
const thingSelection = `... on Node {
    ... on Principal { principalType principalId name }
    ... on PermissionSet { arn name }
    ... on Account { targetId name }
    ... on Assignment {
      principal { principalType principalId name } permissionSet { arn name } target { targetId name }
    }
    ... on Entitlement { principal { principalType principalId name } roleName target { targetId name } }
  }`;

interface Found {
  readonly finding: FindingNode;
  /** Undefined of a finding of which there is none. */
  readonly thing: Thing | undefined;
}

const principalOf = ({ thing }: Found) => thing?.principal ?? (thing?.principalId ? thing : undefined);
const setOf = ({ thing }: Found) => thing?.permissionSet ?? (thing?.arn ? thing : undefined);
const targetOf = ({ thing }: Found) => thing?.target ?? (thing?.targetId ? thing : undefined);

const columns: Columns<Found> = {
  severity: ({ finding }) => finding.severity,
  finding: ({ finding }) => finding.type,
  title: ({ finding }) => finding.title,
  principal_type: (found) => principalOf(found)?.principalType,
  principal_id: (found) => principalOf(found)?.principalId,
  principal_name: (found) => principalOf(found)?.name,
  permission_set_arn: (found) => setOf(found)?.arn,
  permission_set_name: (found) => setOf(found)?.name,
  role_name: ({ thing }) => thing?.roleName,
  account_id: (found) => targetOf(found)?.targetId,
  account_name: (found) => targetOf(found)?.name,
};

const document = `query TableOfFindings($types: [String!], $maxAge: Duration, $instanceArn: String) {
    findings(types: $types, maxAge: $maxAge, instanceArn: $instanceArn) {
      type severity title count query
      ${completenessSelection}
    }
  }`;

/** A row for each thing that is found, the gravest first, and one for each finding of which there is none. */
export const findings: Table = {
  title: 'Findings',
  nouns: ['row', 'rows'],
  document,
  permission: 'read',
  columns: Object.keys(columns),
  // All of them were counted.
  readsAllFirst: true,
  async *rows(asker, asking) {
    const all = ({ findings: some }: { readonly findings: readonly FindingNode[] | null }) => some;
    const { found, calls } = await ask(asker, document, all, asking);
    const isWhole = found.every(({ completeness }) => completeness.complete);
    const total = found.reduce((sum, { count }) => sum + Math.max(count, 1), 0);
    yield { records: [], total: isWhole ? total : undefined, calls };
    for (const finding of found) {
      if (finding.count === 0) {
        yield { records: recordsOf(columns, [{ finding, thing: undefined }]), calls: 0 };
        continue;
      }
      const walk = {
        document: finding.query.replace('nodes {', `nodes { ${thingSelection}`),
        list: (data: Readonly<Record<string, ListPage<Thing> | null>>) => Object.values(data)[0],
        ...asking,
      };
      for await (const { nodes, calls: made } of pagesOf(asker, walk))
        yield {
          records: recordsOf(
            columns,
            nodes.map((thing) => ({ finding, thing })),
          ),
          calls: made,
        };
    }
  },
};
