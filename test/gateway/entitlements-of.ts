import type { Organization } from '../../src/sandbox/organization/types.ts';
import type { Answer, Failure, TestGateway } from './gateway-on-sandbox.ts';

export interface EntitlementArgs {
  readonly principal?: object | undefined;
  readonly target?: object | undefined;
  readonly first?: number;
  readonly after?: string | null;
  readonly maxAge?: string | null;
  readonly withTotalCount?: boolean;
}

export interface EntitlementPage {
  readonly nodes: readonly {
    readonly id: string;
    readonly entitlementId: string;
    readonly roleArn: string;
    readonly target: { readonly targetId: string };
  }[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount?: number | null;
  readonly completeness: {
    readonly complete: boolean;
    readonly asOf: string | null;
    readonly failures: readonly Failure[];
    readonly unmatched: readonly { readonly path: string; readonly value: string }[];
  };
  readonly aws: Answer['aws'];
}

const query = `query ($principal: PrincipalFilter, $target: TargetFilter, $first: Int, $after: String, $maxAge: Duration, $withTotalCount: Boolean = false) {
  entitlements(principal: $principal, target: $target, first: $first, after: $after, maxAge: $maxAge) {
    nodes { id entitlementId roleArn target { targetId } }
    edges { cursor }
    pageInfo { hasNextPage endCursor }
    totalCount @include(if: $withTotalCount)
    completeness { complete asOf failures { operation accountId principalId code message asOf } unmatched { path value } }
  }
}`;

/** A page of entitlements; throws when the answer has errors. */
export async function entitlementPage(
  gateway: TestGateway,
  args: EntitlementArgs = {},
): Promise<EntitlementPage> {
  const { data, errors, aws } = await gateway.ask(query, args);
  if (errors || !data?.entitlements) throw new Error(`The query failed: ${JSON.stringify(errors ?? data)}`);
  return { ...data.entitlements, aws };
}

/** Every page. */
export async function entitlementWalk(gateway: TestGateway, args: EntitlementArgs = {}) {
  const pages = [await entitlementPage(gateway, args)];
  for (let last = pages[0]!; last.pageInfo.hasNextPage; pages.push(last))
    last = await entitlementPage(gateway, { ...args, after: last.pageInfo.endCursor });
  return pages;
}

export function entitlementKeys(pages: readonly EntitlementPage[]): string[] {
  return pages.flatMap(({ nodes }) =>
    nodes.map(({ target, roleArn, entitlementId }) => `${target.targetId} ${roleArn} ${entitlementId}`),
  );
}

type Held = ReturnType<Organization['accountAccess']['entitlements']>[number];

/** What the organization itself has, in the order of the graph. */
export function allEntitlements(
  { accountAccess }: Organization,
  holds: (entitlement: Held) => boolean = () => true,
): string[] {
  const keys = accountAccess
    .entitlements()
    .filter(holds)
    .map(({ accountId, roleArn, id }) => `${accountId} ${roleArn} ${id}`);
  return keys.toSorted((one, other) => (one < other ? -1 : 1));
}
