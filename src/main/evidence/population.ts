import { GatewayError } from '../../errors.ts';
import type { AssignmentFilterInput } from '../../reader/filter/input.ts';
import type { InstanceReader } from '../../reader/instance-reader.ts';
import type { Awaitable } from '../../reading/coroutine.ts';
import type { Page } from '../../reading/listing.ts';
import type { ReadScope } from '../../reading/scope.ts';
import { WalkEvidence } from '../../reading/walk-evidence.ts';
import type { Manifest } from './manifest.ts';

const pageSize = 1_000;
/** Groups whose members are read at a time; AWS's pace is held elsewhere. */
const atOnce = 50;

export interface Population {
  readonly counts: Omit<Manifest['population'], 'completeness'>;
  readonly evidence: WalkEvidence;
}

interface Asked {
  readonly first: number;
  readonly after: string | undefined;
  readonly maxAgeMs: number;
  readonly withTotalCount: boolean;
}

/**
 * Reads everything that a review rests on, whether or not it lets somebody in, so that the next one can tell what has
 * changed since: the lists of accounts, permission sets, users and groups, the members of every group, and who is
 * assigned in every pair in the filter's reach. `scope.askedAt`: what was read before is read anew.
 */
export async function readPopulation(
  reader: InstanceReader,
  filter: AssignmentFilterInput,
  scope: ReadScope & { readonly askedAt: number },
): Promise<Population> {
  const evidence = new WalkEvidence();
  const all = async <Row>(ask: (query: Asked) => Awaitable<Page<Row>>): Promise<Row[] | null> => {
    const rows: Row[] = [];
    let after: string | undefined;
    try {
      do {
        const page: Page<Row> = await ask({ first: pageSize, after, maxAgeMs: 0, withTotalCount: false });
        evidence.addPage(page.completeness);
        rows.push(...page.rows);
        after = page.hasNextPage ? page.endCursor : undefined;
      } while (after !== undefined);
    } catch (error) {
      addFailure(evidence, error);
      return null;
    }
    return rows;
  };
  const accounts = await all((query) => reader.listTargets({ type: 'AWS_ACCOUNT' }, query, scope));
  const arns = await all((query) => reader.listPermissionSets({}, query, scope));
  if (arns) evidence.addAll(await reader.permissionSets(arns, scope.askedAt, scope));
  const users = await all((query) => reader.listPrincipals({ type: 'USER' }, query, scope));
  const groups = await all((query) => reader.listPrincipals({ type: 'GROUP' }, query, scope));
  const entitlements = await all((query) => reader.entitlements(query, scope));

  let memberships: number | null = groups && 0;
  for (let n = 0; n < (groups?.length ?? 0); n += atOnce) {
    const some = groups?.slice(n, n + atOnce) ?? [];
    const members = await Promise.all(
      some.map((group) => all((query) => reader.listMemberships(group, query, scope))),
    );
    for (const found of members)
      memberships = found === null || memberships === null ? null : memberships + found.length;
  }
  await readAssignments(reader, filter, evidence, scope);
  return {
    evidence,
    counts: {
      accounts: accounts && accounts.length,
      permissionSets: arns && arns.length,
      pairs: reader.pairsReadSince(scope.askedAt),
      users: users && users.length,
      groups: groups && groups.length,
      memberships,
      entitlements: entitlements && entitlements.length,
    },
  };
}

async function readAssignments(
  reader: InstanceReader,
  filter: AssignmentFilterInput,
  evidence: WalkEvidence,
  scope: ReadScope,
): Promise<void> {
  try {
    for await (const { progress, completeness } of reader.sweep(
      { filter, batchSize: pageSize, maxAgeMs: 0 },
      scope,
    ))
      if (progress.done) evidence.addPage(completeness);
  } catch (error) {
    addFailure(evidence, error);
  }
}

/** What AWS refuses is missing, and said to be; anything else ends the review. */
function addFailure(evidence: WalkEvidence, error: unknown): void {
  if (!(error instanceof GatewayError) || error.code === 'BAD_INPUT') throw error;
  const { code, message, details } = error;
  const operation = typeof details['operation'] === 'string' ? details['operation'] : 'list';
  evidence.add({ readAt: undefined, failure: { operation, code, message } });
}
