import { describe, expect, it } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { everything } from './faults.ts';
import {
  allKeys,
  allNames,
  completenessFields,
  countableSandbox,
  gatewayOn,
  pairsOf,
  timeTravel,
  type GatewayOptions,
  type TestGateway,
} from './gateway-on-sandbox.ts';
import { generatedTelling } from './lying-organization.ts';

const sizes = { accounts: 12, permissionSets: 5, users: 200, groups: 8, assignments: 400 };
const deleted = { principal: { deleted: true } };

async function world(options: SandboxOptions, gatewayOptions: GatewayOptions = {}) {
  const sandbox = await countableSandbox(options);
  const gateway = await gatewayOn(sandbox, gatewayOptions);
  return {
    sandbox,
    gateway,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

/** Those whom assignments name and who are really gone. */
function orphansOf(organization: Organization): Set<string> {
  const ids = organization
    .accounts()
    .flatMap(({ id }) =>
      organization.permissionSetsProvisionedTo(id).flatMap((arn) => organization.assignments(id, arn)),
    );
  const isGone = ({ principalType, principalId }: (typeof ids)[number]) =>
    (principalType === 'USER' ? organization.user(principalId) : organization.group(principalId)) ===
    undefined;
  return new Set(ids.filter(isGone).map(({ principalId }) => principalId));
}

function isAssigned(organization: Organization, principalId: string): boolean {
  return allKeys(organization).some((key) => key.endsWith(principalId));
}

async function deletedRows(gateway: TestGateway, filter: object = {}) {
  const page = await gateway.page({ ...everything, filter }, allNames);
  const said = (value: boolean | null) =>
    new Set(
      page.nodes
        .filter(({ names }) => names?.deleted === value)
        .map(({ principal }) => principal.principalId),
    );
  return { page, yes: said(true), untold: said(null), no: said(false) };
}

function described(sandbox: Sandbox): number {
  return sandbox.counts()['identitystore:DescribeUser'] ?? 0;
}

/** A ListUsers that gives the first 50 of 200, while DescribeUser knows all of them. */
function shortOf(listed: number) {
  return generatedTelling(sizes, (all) => ({ users: () => all.users().slice(0, listed) }));
}

describe('a list that lacks somebody', () => {
  it('deletes nobody: a few are asked for by id, and completeness says that the rest is not known', async () => {
    const { truth, organization } = shortOf(50);
    await using at = await world({ organization });
    const orphans = orphansOf(truth);
    const page = await at.gateway.page({ ...everything, filter: deleted });
    for (const { principal } of page.nodes) expect(orphans).toContain(principal.principalId);
    expect(page.completeness).toMatchObject({ complete: false });
    expect(page.completeness.failures).toMatchObject([
      { operation: 'identitystore:ListUsers', principalId: null, code: 'AWS_UNAVAILABLE' },
    ]);
    expect(page.totalCount).toBeNull();
    // As many as may have been deleted, however many pages the assignments are looked at in.
    expect(described(at.sandbox)).toBeLessThanOrEqual(10);
    await at.gateway.walk({ first: 20, filter: { not: deleted } });
    expect(described(at.sandbox)).toBeLessThanOrEqual(12);
  });

  it('calls nobody deleted on a page with names, and nobody who is there', async () => {
    const { truth, organization } = shortOf(50);
    await using at = await world({ organization });
    const { data, errors } = await at.gateway.ask(
      `{ assignments(first: 1000) { nodes { principal { principalId deleted } } } }`,
    );
    const orphans = orphansOf(truth);
    const all = data.assignments.nodes.map((node: any) => node.principal);
    for (const { principalId } of all.filter((one: any) => one.deleted === true))
      expect(orphans).toContain(principalId);
    expect(all.filter((one: any) => one.deleted === null).length).toBeGreaterThan(0);
    for (const { message } of errors!) expect(message).toMatch(/ListUsers lacks \d+ users/);
  });

  it('is no list to find people by, once somebody whom it lacks was described', async () => {
    const { truth, organization } = shortOf(50);
    await using at = await world({ organization });
    await at.gateway.page({ ...everything, filter: deleted });
    const { data } = await at.gateway.ask(
      `{ principals(first: 1000, filter: { type: USER }) { totalCount completeness { ${completenessFields} } } }`,
    );
    expect(data.principals).toMatchObject({ totalCount: null, completeness: { complete: false } });
    expect(data.principals.completeness.failures[0]).toMatchObject({ operation: 'identitystore:ListUsers' });
    const name = truth.users().at(-1)!.userName;
    const page = await at.gateway.page({ ...everything, filter: { principal: { name: { eq: name } } } });
    expect(page.completeness.complete).toBe(false);
  });

  it('is believed by and by, since who was asked for by id is remembered', async () => {
    using travel = timeTravel();
    const { truth, organization } = shortOf(185);
    await using at = await world({ organization });
    await at.gateway.page({ ...everything, filter: deleted });
    for (let n = 0; n < 3; n++) {
      travel.advance(61_000);
      await at.gateway.page({ ...everything, filter: deleted });
    }
    const page = await at.gateway.page({ ...everything, filter: deleted });
    expect(new Set(page.nodes.map(({ principal }) => principal.principalId))).toEqual(orphansOf(truth));
    expect(page.completeness.failures.filter(({ message }) => /ListUsers lacks \d/.test(message))).toEqual(
      [],
    );
    at.sandbox.reset();
    await at.gateway.page({ ...everything, filter: deleted });
    expect(at.sandbox.calls()).toEqual([]);
  });

  it('deletes who is gone when they are few: each is asked for by id once, and not again at the next list', async () => {
    using travel = timeTravel();
    await using at = await world(sizes);
    const orphans = orphansOf(at.sandbox.organization);
    expect(orphans.size).toBeGreaterThan(0);
    const first = await deletedRows(at.gateway);
    expect(first.yes).toEqual(orphans);
    expect(first.untold).toEqual(new Set());
    const page = await at.gateway.page({ ...everything, filter: deleted });
    expect(page.completeness.complete).toBe(true);
    travel.advance(25 * 3_600_000);
    at.sandbox.reset();
    expect((await deletedRows(at.gateway)).yes).toEqual(orphans);
    expect(at.sandbox.counts()).toMatchObject({ 'identitystore:ListUsers': expect.any(Number) });
    expect(described(at.sandbox)).toBe(0);
  });

  it('proves nothing about somebody who was described a moment ago', async () => {
    const { truth, organization } = shortOf(50);
    await using at = await world({ organization });
    const user = truth.users().at(-1)!;
    const ask = () => at.gateway.ask(`{ principal(by: { principalId: "${user.userId}" }) { name deleted } }`);
    const there = { name: user.userName, deleted: false };
    expect((await ask()).data.principal).toEqual(there);
    await at.gateway.ask(`{ principals(filter: { type: USER }) { totalCount } }`);
    expect((await ask()).data.principal).toEqual(there);
  });

  it('has those who were described long before asked for again', async () => {
    using travel = timeTravel();
    await using at = await world(sizes);
    const { organization } = at.sandbox;
    const user = organization
      .users()
      .find(({ userId }) => organization.membershipsOfUser(userId).length > 0)!;
    const ask = () =>
      at.gateway.ask(`{ nodes: principals(filter: { ids: ["${user.userId}"] }) { nodes { principalId } } }`);
    expect((await ask()).data.nodes.nodes).toHaveLength(1);
    organization.deleteUser(user.userId);
    travel.advance(2 * 3_600_000);
    await at.gateway.ask(`{ principals(filter: { type: USER }) { totalCount } }`);
    expect((await ask()).data.nodes.nodes).toEqual([]);
    const { data } = await at.gateway.ask(
      `{ principals(first: 1000, filter: { type: USER }) { nodes { principalId } } }`,
    );
    expect(data.principals.nodes.map((node: any) => node.principalId)).not.toContain(user.userId);
  });

  it('is read again when too many came since for each to be asked for', async () => {
    using travel = timeTravel();
    await using at = await world(sizes);
    const { organization } = at.sandbox;
    await at.gateway.ask(`{ principals { totalCount } }`);
    travel.advance(30 * 60_000);
    const pair = pairsOf(organization)[0]!;
    for (let n = 0; n < 40; n++) {
      const name = `newcomer-${n}`;
      const user = organization.createUser({
        userName: name,
        displayName: name,
        givenName: 'New',
        familyName: name,
      });
      organization.createAssignment({ ...pair, principalType: 'USER', principalId: user.userId });
    }
    at.sandbox.reset();
    const rows = await deletedRows(at.gateway, { target: { ids: [pair.accountId] } });
    expect(rows.untold).toEqual(new Set());
    expect(rows.no.size).toBeGreaterThanOrEqual(40);
    expect(at.sandbox.counts()['identitystore:ListUsers']).toBe(3);
    expect(described(at.sandbox)).toBeLessThanOrEqual(1);
  });

  it('answers for many ids that are nobody’s without describing each', async () => {
    await using at = await world(sizes);
    const ids = Array.from(
      { length: 60 },
      (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    );
    const ask = () =>
      at.gateway.ask(
        `query ($ids: [String!]) { principals(first: 1000, filter: { type: USER, ids: $ids }) { nodes { principalId } completeness { complete } } }`,
        { ids },
      );
    for (let n = 0; n < 2; n++)
      expect((await ask()).data.principals).toEqual({ nodes: [], completeness: { complete: true } });
    expect(described(at.sandbox)).toBeLessThanOrEqual(25);
  });
});

describe('a directory that does not tell', () => {
  const unlistable = { ...sizes, modes: { directoryCannotBeListed: true } };
  const gone = (ResourceType?: string) => ({
    error: 'ResourceNotFoundException',
    message: 'What was asked for is not there',
    ...(ResourceType !== undefined && { members: { ResourceType } }),
  });

  it('deletes nobody when none of several ids was ever found in it', async () => {
    await using at = await world(unlistable);
    for (const [operation, type] of [
      ['identitystore:DescribeUser', 'USER'],
      ['identitystore:DescribeGroup', 'GROUP'],
    ] as const)
      at.sandbox.faults.add({ operation, fault: gone(type) });
    for (const filter of [deleted, { principal: { deleted: false } }, { not: deleted }]) {
      const page = await at.gateway.page({ ...everything, filter });
      expect(page.nodes).toEqual([]);
      expect(page.completeness.failures).toMatchObject([
        { code: 'AWS_UNAVAILABLE', message: expect.stringMatching(/identity store d-\S+.*check/) },
      ]);
    }
    const { data } = await at.gateway.ask(
      `{ principals(filter: { deleted: true }) { nodes { principalId } completeness { complete } }
         assignments { nodes { principal { deleted } } } }`,
    );
    expect(data.principals).toEqual({ nodes: [], completeness: { complete: false } });
    expect(new Set(data.assignments.nodes.map((node: any) => node.principal.deleted))).toEqual(
      new Set([null]),
    );
  });

  it('is cleared by the first who is found', async () => {
    await using at = await world(unlistable);
    const { organization } = at.sandbox;
    const found = organization.users().find(({ userId }) => !isAssigned(organization, userId))!;
    at.sandbox.faults.add({
      operation: 'identitystore:DescribeUser',
      when: (input) => input['UserId'] !== found.userId,
      fault: gone('USER'),
    });
    at.sandbox.faults.add({ operation: 'identitystore:DescribeGroup', fault: gone('GROUP') });
    expect((await at.gateway.page({ ...everything, filter: deleted })).nodes).toEqual([]);
    await at.gateway.ask(`{ principal(by: { principalId: "${found.userId}" }) { name } }`);
    const page = await at.gateway.page({ ...everything, filter: deleted });
    expect(page.completeness.complete).toBe(true);
    expect(page.nodes.length).toBeGreaterThan(0);
  });

  it('may be the store itself that is not found: nobody is deleted, though others were found before', async () => {
    await using at = await world(sizes);
    await at.gateway.ask(`{ principals(filter: { type: GROUP }) { totalCount } }`);
    at.sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: gone() });
    at.sandbox.faults.add({ operation: 'identitystore:DescribeUser', fault: gone() });
    const page = await at.gateway.page({ ...everything, filter: deleted });
    expect(page.nodes.filter(({ principal }) => principal.principalType === 'USER')).toEqual([]);
    expect(page.completeness.complete).toBe(false);
  });

  it('may be the store that is not found by name, too: nobody is nobody then', async () => {
    await using at = await world(sizes);
    at.sandbox.faults.add({ operation: 'identitystore:GetUserId', fault: gone() });
    at.sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: gone() });
    const { data, errors } = await at.gateway.ask(
      `{ principal(by: { userName: "somebody" }) { principalId } }`,
    );
    expect(data).toEqual({ principal: null });
    expect(errors).toHaveLength(1);
  });

  it('tells of memberships no more than of people', async () => {
    await using at = await world(unlistable);
    for (const operation of ['DescribeUser', 'ListGroupMembershipsForMember'])
      at.sandbox.faults.add({ operation: `identitystore:${operation}`, fault: gone('USER') });
    at.sandbox.faults.add({ operation: 'identitystore:DescribeGroup', fault: gone('GROUP') });
    at.sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignmentsForPrincipal',
      fault: { error: 'AccessDeniedException' },
    });
    await at.gateway.page({ ...everything, filter: deleted });
    const { organization } = at.sandbox;
    const user = organization
      .users()
      .find(({ userId }) => organization.membershipsOfUser(userId).length > 0)!;
    const page = await at.gateway.page({
      ...everything,
      filter: { principal: { ids: [user.userId], type: 'USER' } },
    });
    expect(page.completeness.complete).toBe(true);
    const id = Buffer.from(
      JSON.stringify(['Principal', organization.instanceArn, 'USER', user.userId]),
    ).toString('base64url');
    const { data } = await at.gateway.ask(
      `query ($id: ID!) { node(id: $id) { ... on User { groups { totalCount } } } }`,
      { id },
    );
    expect(data.node?.groups ?? null).toBeNull();
  });
});
