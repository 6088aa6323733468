import assert from 'node:assert/strict';
import { execute, parse, subscribe } from 'graphql';
import type { AwsOptions } from '../../src/aws/aws.ts';
import { createLogger } from '../../src/log.ts';
import { createGateway } from '../../src/main/gateway/gateway.ts';
import { readConfig } from '../../src/main/options/read-config.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Viewer } from '../../src/viewer.ts';
import type { Question } from './question.ts';

export interface BenchGateway extends AsyncDisposable {
  /** Asks for everything that is wanted, page after page, and gives the number of rows. */
  count(question: Pick<Question, 'asked' | 'wanted'>): Promise<number>;
  /** Everything, pushed by a subscription: the number of rows. */
  sweep(): Promise<number>;
  /** How many calls the gateway expects to make for it; undefined where it cannot tell. */
  explain(question: Question): Promise<number | undefined>;
  /** Reads each list of the organization, so that the mirror knows all and has measured it. */
  readEverything(): Promise<void>;
}

const paging =
  'totalCount @include(if: $isCounted) pageInfo { hasNextPage endCursor } completeness { complete }';
const declared = '$first: Int!, $after: String, $isCounted: Boolean!';

const assignmentsQuery = `query ($filter: AssignmentFilter, ${declared}) {
  list: assignments(filter: $filter, first: $first, after: $after) {
    nodes { principal { name } permissionSet { name } target { name } } ${paging}
  }
}`;
const sweepQuery = `subscription { assignmentSweep {
  assignments { principal { name } permissionSet { name } target { name } }
  progress { done callsDone callsTotal }
  completeness { complete }
} }`;
const peopleQuery = `query ($filter: AssignmentFilter, $user: PrincipalFilter, ${declared}) {
  list: effectiveAccess(filter: $filter, user: $user, first: $first, after: $after) {
    nodes { user { name } via { name } grant { target { name } ... on Assignment { permissionSet { name } } } }
    ${paging}
  }
}`;
/** Who is given by id is known already. */
const personQuery = peopleQuery.replace('user { name }', 'user { principalId }');
/** Who is asked about is known by name already. */
const reachedQuery = `query ($userName: String!, ${declared}) {
  principal(by: { userName: $userName }) {
    ... on User {
      list: assignments(includeInherited: true, first: $first, after: $after) {
        nodes { principal { ... on Group { name } } permissionSet { name } target { name } } ${paging}
      }
    }
  }
}`;
const accessQuery = `query ($userName: String!, $accountId: String!) {
  principal(by: { userName: $userName }) {
    ... on User {
      list: access(target: { accountId: $accountId }) {
        nodes: paths { via { name } permissionSet { name } assignment { target { name } } } completeness { complete }
      }
    }
  }
}`;
const listQueries = ['principals', 'permissionSets', 'targets'].map(
  (list) => `query (${declared}) { list: ${list}(first: $first, after: $after) { nodes { id } ${paging} } }`,
);

/** One member is enough: the list is read whole. */
const membersQuery = `query (${declared}) {
  list: principals(filter: { type: GROUP }, first: $first, after: $after) {
    nodes { ... on Group { members(first: 1) { nodes { id } } } } ${paging}
  }
}`;

const groupsQuery = membersQuery.replace('GROUP', 'USER').replace('Group { members', 'User { groups');
const entitlementsQuery = `query (${declared}) {
  list: entitlements(first: $first, after: $after) { nodes { id } ${paging} }
}`;

/** The gateway as it is served, but for HTTP. Nothing waits for a budget, unless one is asked for. */
export async function openGateway(
  sandbox: Sandbox,
  store: string,
  pacing: AwsOptions = { unlimited: true },
): Promise<BenchGateway> {
  const { instanceArn, identityStoreId } = sandbox.organization;
  const gateway = await createGateway(
    // Whatever it costs.
    { ...readConfig('demo', {}, {}), maxCalls: 0, store, instanceArn, identityStoreId },
    {
      endpoint: sandbox.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
      ...pacing,
    },
    createLogger('error'),
  );
  const viewer: Viewer = {
    viewerId: 'bench',
    issuer: 'local',
    subject: 'bench',
    name: 'bench',
    isLocal: true,
    permissions: new Set(['read']),
  };
  const newContext = () =>
    gateway.createContext({
      viewer,
      origin: 'http://127.0.0.1',
      signal: new AbortController().signal,
      deadline: Date.now() + 3_600_000,
    });
  const ask = async (query: string, variables: Record<string, unknown>): Promise<any> => {
    const answer = await execute({
      schema: gateway.schema,
      document: parse(query),
      variableValues: variables,
      contextValue: newContext(),
    });
    assert.equal(answer.errors, undefined);
    return answer.data;
  };
  // Whoever wants everything says so with the first page, by asking how much it is.
  const walk = async (query: string, variables: object, wanted?: number): Promise<number> => {
    let rows = 0;
    for (let after: string | null = null, isFirst = true; ; isFirst = false) {
      const page = { first: wanted ?? 1_000, after, isCounted: isFirst && wanted === undefined };
      const data = await ask(query, { ...variables, ...page });
      const { nodes, pageInfo, completeness } = data.list ?? data.principal.list;
      assert.ok(completeness.complete);
      rows += nodes.length;
      if (wanted !== undefined || !pageInfo?.hasNextPage) return rows;
      after = pageInfo.endCursor;
    }
  };
  return {
    count: ({ asked, wanted }) => walk(queryFor(asked), asked, wanted),
    async sweep() {
      const document = parse(sweepQuery);
      const events = await subscribe({ schema: gateway.schema, document, contextValue: newContext() });
      assert.ok(Symbol.asyncIterator in events, JSON.stringify(events));
      let rows = 0;
      for await (const { data, errors } of events) {
        assert.equal(errors, undefined);
        const { assignments, progress, completeness } = (data as any).assignmentSweep;
        assert.ok(completeness.complete);
        if (progress.done) assert.equal(progress.callsDone, progress.callsTotal);
        rows += assignments.length;
      }
      return rows;
    },
    async explain({ asked, wanted }) {
      if ('accountId' in asked || 'user' in asked) return undefined;
      // Who is asked about is found by name, for the one call that the plan has for their name.
      const about = 'userId' in asked ? { inheritedBy: asked.userId } : asked;
      const { reader, scope } = newContext();
      const instance = await reader.instance(undefined, scope);
      const plan = await instance.explain({ ...about, first: wanted ?? null, withNames: true }, scope);
      return plan.calls;
    },
    async readEverything() {
      for (const query of [assignmentsQuery, ...listQueries, membersQuery, groupsQuery, entitlementsQuery])
        await walk(query, {});
    },
    [Symbol.asyncDispose]: () => gateway.close(),
  };
}

function queryFor(asked: Question['asked']): string {
  if ('user' in asked) return asked.user.ids ? personQuery : peopleQuery;
  if (!('userName' in asked)) return assignmentsQuery;
  return asked.accountId === undefined ? reachedQuery : accessQuery;
}
