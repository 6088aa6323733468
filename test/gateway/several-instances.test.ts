import { expect, it } from 'vitest';
import { twoInstances } from '../faults/two-instances.ts';
import { small } from './faults.ts';
import { allKeys, countableSandbox, gatewayOn, keysOf } from './gateway-on-sandbox.ts';

async function prepared() {
  const first = await countableSandbox(small);
  const second = await countableSandbox({ ...small, seed: 2, modes: { noAccountAccess: true } });
  const proxy = await twoInstances(first, second);
  const gateway = await gatewayOn({ ...first, url: proxy.url });
  const arns = [first, second].map(({ organization }) => organization.instanceArn);
  return {
    first,
    second,
    arns,
    gateway,
    async [Symbol.asyncDispose]() {
      for (const one of [gateway, proxy, first, second]) await one[Symbol.asyncDispose]();
    },
  };
}

it('every instance is listed, and a question that does not say which is told of them', async () => {
  await using world = await prepared();
  const { data, errors } = await world.gateway.ask('{ instances { arn } principals { totalCount } }');
  expect(data).toEqual({ instances: world.arns.map((arn) => ({ arn })), principals: null });
  expect(errors).toMatchObject([
    { path: ['principals'], extensions: { code: 'INSTANCE_AMBIGUOUS', instances: world.arns } },
  ]);
});

it('each instance has its own people, permission sets and assignments, side by side', async () => {
  await using world = await prepared();
  const query = `query ($arn: String) {
    principals(filter: { type: USER }, first: 1000, instanceArn: $arn) { nodes { principalId } }
    permissionSets(first: 1000, instanceArn: $arn) { nodes { arn } }
    assignments(first: 1000, instanceArn: $arn) {
      nodes { principal { principalType principalId } permissionSet { arn } target { targetId } }
      completeness { complete }
    }
  }`;
  const answers = await Promise.all(world.arns.map((arn) => world.gateway.ask(query, { arn })));
  for (const [n, { organization }] of [world.first, world.second].entries()) {
    const { data, errors } = answers[n]!;
    expect(errors).toBeUndefined();
    const ids = (nodes: object[]) => new Set(nodes.flatMap((node) => Object.values(node)));
    expect(ids(data.principals.nodes)).toEqual(new Set(organization.users().map(({ userId }) => userId)));
    expect(ids(data.permissionSets.nodes)).toEqual(
      new Set(organization.permissionSets().map(({ arn }) => arn)),
    );
    expect(keysOf(data.assignments.nodes)).toEqual(allKeys(organization));
    expect(data.assignments.completeness.complete).toBe(true);
  }
});
