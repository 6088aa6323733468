import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { small } from './faults.ts';
import {
  assignmentsQuery,
  countableSandbox,
  gatewayOn,
  type Answer,
  type TestGateway,
} from './gateway-on-sandbox.ts';

let sandbox: Sandbox;
let gateway: TestGateway;

beforeAll(async () => {
  sandbox = await countableSandbox(small);
  const { instanceArn, identityStoreId } = sandbox.organization;
  // With its instance configured, a gateway has nothing to find out before it looks at its input.
  gateway = await gatewayOn(sandbox, { config: { instanceArn, identityStoreId } });
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await sandbox.close();
});

async function refusal(variables: object, query = assignmentsQuery()): Promise<Answer> {
  sandbox.reset();
  const answer = await gateway.ask(query, variables);
  expect(sandbox.counts()).toEqual({});
  expect(answer.errors).toHaveLength(1);
  return answer;
}

const uuid = '11111111-2222-3333-4444-555555555555';
const nested = (depth: number) => {
  let filter: object = {};
  for (let level = 1; level < depth; level++) filter = { not: filter };
  return filter;
};

/** The argument, what is given for it, and what the message says after the argument's name. */
const refused: Record<string, readonly [argument: string, variables: object, message: string]> = {
  'an account id that lost its leading zeros': [
    'filter.target.ids[1]',
    { filter: { target: { ids: ['012345678901', '12345678901'] } } },
    '"12345678901" has 11 digits, but an account id has 12: were leading zeros lost? Try "012345678901"',
  ],
  'an id that is no target': [
    'filter.target.ids[0]',
    { filter: { target: { ids: ['o-ab12cd34ef'] } } },
    '"o-ab12cd34ef" is neither an account id (12 digits) nor an OU id (ou-…) nor a root id (r-…)',
  ],
  'an account id with a line break behind it': [
    'filter.target.ids[0]',
    { filter: { target: { ids: ['123456789012\n'] } } },
    '"123456789012\\n" is neither an account id (12 digits) nor an OU id (ou-…) nor a root id (r-…)',
  ],
  'a name for an id of a permission set': [
    'filter.permissionSet.ids[0]',
    { filter: { permissionSet: { ids: ['AdministratorAccess'] } } },
    '"AdministratorAccess" is no permission set: give its ARN, ssoins-…/ps-… or ps-…, or filter by name',
  ],
  'a user name for an id of a principal': [
    'filter.and[1].principal.ids[0]',
    { filter: { and: [{}, { principal: { ids: ['ada.meyer'] } }] } },
    '"ada.meyer" is no user or group id of an identity store (a UUID, with or without 10 hex digits and a hyphen before it)',
  ],
  'a null byte for an id': [
    'filter.principal.ids[0]',
    { filter: { principal: { ids: ['\0'] } } },
    '"\\u0000" is no user or group id of an identity store (a UUID, with or without 10 hex digits and a hyphen before it)',
  ],
  'an id as long as a book, of which the message shows the beginning': [
    'filter.target.ids[0]',
    { filter: { target: { ids: ['x'.repeat(50_000)] } } },
    `"${'x'.repeat(100)}…" is neither an account id (12 digits) nor an OU id (ou-…) nor a root id (r-…)`,
  ],
  'an OU where accounts are asked for': [
    'filter.target.ids[0]',
    { filter: { target: { type: 'AWS_ACCOUNT', ids: ['r-ab12'] } } },
    'r-ab12 is not of the type AWS_ACCOUNT that the filter asks for',
  ],
  'an account where OUs are asked for': [
    'filter.target.ids[0]',
    { filter: { target: { type: 'AWS_OU', ids: ['123456789012'] } } },
    '123456789012 is not of the type AWS_OU that the filter asks for',
  ],
  'OUs without saying which': [
    'filter.target.type',
    { filter: { target: { type: 'AWS_OU' } } },
    'AWS_OU needs ids: access is to accounts, and an OU stands for its accounts',
  ],
  'a regular expression that is none': [
    'filter.principal.name.matches',
    { filter: { principal: { name: { matches: '(' } } } },
    'this is not an RE2 regular expression: error parsing regexp: missing closing ): `(`',
  ],
  'a regular expression that RE2 does not have': [
    'filter.not.or[0].target.name.matches',
    { filter: { not: { or: [{ target: { name: { matches: '(?=a)' } } }] } } },
    'this is not an RE2 regular expression: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
  ],
  'a regular expression that would fill the memory': [
    'filter.principal.name.matches',
    { filter: { principal: { name: { matches: '((a{100}){100}){100}' } } } },
    'a pattern may come to 1000 steps with its repetitions written out, but this one comes to 2030300; repeat less, or use * and +',
  ],
  'a regular expression of 1001 characters': [
    'filter.permissionSet.name.matches',
    { filter: { permissionSet: { name: { matches: 'a'.repeat(1001) } } } },
    'a pattern may have 1000 characters, but this one has 1001',
  ],
  ...Object.fromEntries(
    ['eq', 'contains', 'startsWith', 'endsWith'].map((operator) => [
      `${operator} of 32,768 characters`,
      [
        `filter.principal.name.${operator}`,
        { filter: { principal: { name: { [operator]: 'x'.repeat(32_768), ignoreCase: true } } } },
        'a text may have 1024 characters, as no name is longer, but this one has 32768',
      ],
    ]),
  ),
  '10,001 ids': [
    'filter.principal.ids',
    { filter: { principal: { ids: Array.from({ length: 10_001 }, () => uuid) } } },
    'at most 10000 ids, but got 10001',
  ],
  'a filter 21 deep': [`filter${'.not'.repeat(20)}`, { filter: nested(21) }, 'filters may be nested 20 deep'],
  'a filter 99 deep': [`filter${'.not'.repeat(20)}`, { filter: nested(99) }, 'filters may be nested 20 deep'],
  'a filter of 1001 parts': [
    'filter',
    { filter: { or: Array.from({ length: 1000 }, () => ({})) } },
    'a filter may have 1000 parts',
  ],
  'a page of none': ['first', { first: 0 }, 'give a number from 1 to 1000, but got 0'],
  'a page of 1001': ['first', { first: 1001 }, 'give a number from 1 to 1000, but got 1001'],
  'a page of less than none': ['first', { first: -1 }, 'give a number from 1 to 1000, but got -1'],
};

describe('BAD_INPUT names the argument and the fix, before any call, for', () => {
  for (const [name, [argument, variables, message]] of Object.entries(refused))
    it(`${name}`, async () => {
      const { errors, data, status } = await refusal(variables);
      expect(errors).toMatchObject([
        {
          message: `${argument}: ${message}`,
          path: ['assignments'],
          extensions: { code: 'BAD_INPUT', argument },
        },
      ]);
      expect(status).toBe(200);
      expect(data).toEqual({ assignments: null });
    });

  it('a permission set of another instance', async () => {
    const id = 'ssoins-aaaaaaaaaaaaaaaa/ps-aaaaaaaaaaaaaaaa';
    const { errors } = await refusal({ filter: { permissionSet: { ids: [id] } } });
    expect(errors![0]).toMatchObject({
      message: `filter.permissionSet.ids[0]: "${id}" belongs to another instance than ${sandbox.organization.instanceArn}`,
      extensions: { code: 'BAD_INPUT', argument: 'filter.permissionSet.ids[0]' },
    });
  });

  it('a text that is no instance ARN', async () => {
    const { errors } = await refusal({}, '{ assignments(instanceArn: "ssoins-1") { nodes { id } } }');
    expect(errors).toMatchObject([
      {
        message: 'instanceArn: "ssoins-1" is no instance ARN (arn:aws:sso:::instance/ssoins-…)',
        extensions: { code: 'BAD_INPUT', argument: 'instanceArn' },
      },
    ]);
  });

  it('an instance that is not there, of which it lists those that are', async () => {
    const arn = 'arn:aws:sso:::instance/ssoins-1111111111111111';
    const { errors } = await gateway.ask(`{ assignments(instanceArn: "${arn}") { nodes { id } } }`);
    expect(errors).toMatchObject([
      {
        message: `instanceArn: there is no instance ${arn} in us-east-1; there are ${sandbox.organization.instanceArn}`,
        extensions: { code: 'BAD_INPUT', argument: 'instanceArn' },
      },
    ]);
  });

  it('one field of several, whose siblings answer', async () => {
    const { data, errors } = await gateway.ask(
      '{ bad: assignments(first: 0) { nodes { id } } good: assignments(first: 1) { nodes { id } } }',
    );
    expect(data.bad).toBeNull();
    expect(data.good.nodes).toHaveLength(1);
    expect(errors).toMatchObject([{ path: ['bad'], extensions: { code: 'BAD_INPUT' } }]);
  });
});

describe('a variable of the wrong kind is refused as BAD_INPUT that names it, before any call:', () => {
  const wrong: Record<string, readonly [variable: string, variables: object, message: string]> = {
    'a text for first': ['$first', { first: 'ten' }, 'Int cannot represent non-integer value: "ten"'],
    'a fraction for first': ['$first', { first: 1.5 }, 'Int cannot represent non-integer value: 1.5'],
    'an unknown type of principal': [
      '$filter.principal.type',
      { filter: { principal: { type: 'ROLE' } } },
      'Value "ROLE" does not exist in "PrincipalType" enum',
    ],
    'a misspelt member': [
      '$filter.principal',
      { filter: { principal: { nmae: { eq: 'x' } } } },
      'Did you mean "name"?',
    ],
    'a null within a list': ['$filter.and[0]', { filter: { and: [null] } }, 'not to be null'],
    'a duration in another notation': [
      '$maxAge',
      { maxAge: '1h' },
      '"1h" is no duration: give an ISO 8601 one, such as PT15M or P1D',
    ],
    'a duration of no fixed length': [
      '$maxAge',
      { maxAge: 'P1M' },
      '"P1M" is no duration: give an ISO 8601 one, such as PT15M or P1D',
    ],
    'a duration that runs backwards': [
      '$maxAge',
      { maxAge: '-PT1H' },
      '"-PT1H" is no duration: give an ISO 8601 one, such as PT15M or P1D',
    ],
    'a number for a duration': [
      '$maxAge',
      { maxAge: 60 },
      '60 is no duration: give an ISO 8601 one, such as PT15M or P1D',
    ],
    'a text that looks like the end of a message': [
      '$first',
      { first: 'at "first.x"; at "first.y' },
      'Int cannot represent non-integer value',
    ],
  };
  for (const [name, [argument, variables, message]] of Object.entries(wrong))
    it(`${name}`, async () => {
      const { errors, data } = await refusal(variables);
      expect(errors![0]!.message).toContain(`${argument}: `);
      expect(errors![0]!.message).toContain(message);
      expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', argument });
      expect(data ?? null).toBeNull();
    });
});

it('a literal that is no duration is refused as BAD_INPUT at its place', async () => {
  const { errors } = await refusal({}, '{ assignments(maxAge: 60) { nodes { id } } }');
  expect(errors).toMatchObject([
    {
      message: '60 is no duration: give an ISO 8601 one, such as PT15M or P1D',
      locations: [{ line: 1, column: 23 }],
      extensions: { code: 'BAD_INPUT' },
    },
  ]);
});

describe('INVALID_CURSOR, before any call, for', () => {
  const unknown =
    'it was not made by this gateway, or was changed, or the gateway was set up anew. Begin again without it';

  async function reasonOf(variables: object): Promise<string> {
    const { errors, data } = await refusal(variables);
    expect(errors).toMatchObject([
      { path: ['assignments'], extensions: { code: 'INVALID_CURSOR', argument: 'after' } },
    ]);
    expect(data).toEqual({ assignments: null });
    return errors![0]!.message.replace('after: this cursor cannot be used: ', '');
  }

  it('a text that is no cursor', async () => {
    for (const after of ['nonsense', '\0', '💥', 'x'.repeat(10_000), 'YXJyYXljb25uZWN0aW9uOjk='])
      expect(await reasonOf({ after })).toBe(unknown);
  });

  it('a cursor of another gateway', async () => {
    await using other = await gatewayOn(sandbox);
    const { pageInfo } = await other.page({ first: 1 });
    expect(await reasonOf({ after: pageInfo.endCursor })).toBe(unknown);
  });

  it('a cursor of which any one character was changed', async () => {
    const { endCursor } = (await gateway.page({ first: 1 })).pageInfo;
    const cursor = endCursor!;
    for (let at = 0; at < cursor.length; at += 7) {
      const changed = cursor[at] === 'A' ? 'B' : 'A';
      expect(await reasonOf({ after: cursor.slice(0, at) + changed + cursor.slice(at + 1) })).toBe(unknown);
    }
  });

  it("another filter's cursor", async () => {
    const { endCursor } = (await gateway.page({ first: 1, filter: { principal: { type: 'USER' } } }))
      .pageInfo;
    expect(await reasonOf({ after: endCursor, filter: { principal: { type: 'GROUP' } } })).toBe(
      'it belongs to another list or filter; keep the filter while paging. Begin again without it',
    );
  });

  it('a cursor goes on with the same filter in other words', async () => {
    const filter = { principal: { type: 'USER', deleted: null }, target: null };
    const { endCursor } = (await gateway.page({ first: 1, filter })).pageInfo;
    const page = await gateway.page({ first: 2, after: endCursor, filter: { principal: { type: 'USER' } } });
    expect(page.pageInfo.hasPreviousPage).toBe(true);
  });
});

describe('hostile input that is legal', () => {
  it('a pattern that makes other engines run for years is answered at once', async () => {
    const startedAt = performance.now();
    for (const matches of ['(a+)+$', '(x|x)*y', '(.*)*(.*)*(.*)*z', '^(([a-z])+.)+[A-Z]([a-z])+$'])
      await gateway.page({ first: 1000, filter: { principal: { name: { matches } } } });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('a filter of 10,000 ids that do not exist finds nothing and says so completely', async () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(12, '9'));
    const page = await gateway.page({ filter: { target: { ids: ids.slice(0, 50) } } });
    expect(page).toMatchObject({ nodes: [], completeness: { complete: true } });
  });

  it('a filter with odd Unicode and null bytes in its texts matches nothing and breaks nothing', async () => {
    const oddities = [
      '\0',
      '\u202e',
      '\ud83d\ude00',
      '\ud800',
      '\ufeff',
      "'; drop table assignment; --",
      '%',
    ];
    for (const text of oddities)
      for (const name of [
        { eq: text },
        { in: [text] },
        { startsWith: text },
        { eq: text, ignoreCase: true },
      ]) {
        const filter = { or: [{ principal: { name } }, { permissionSet: { name } }, { target: { name } }] };
        const page = await gateway.page({ filter, first: 5 });
        expect(page).toMatchObject({ nodes: [], completeness: { complete: true } });
      }
  });

  it('a filter 20 deep means what it says', async () => {
    const all = await gateway.page({ first: 1000, withTotalCount: true });
    // Nineteen times not, around everything, is nothing.
    expect(await gateway.page({ filter: nested(20), withTotalCount: true })).toMatchObject({ totalCount: 0 });
    expect(await gateway.page({ filter: nested(19), withTotalCount: true })).toMatchObject({
      totalCount: all.totalCount,
    });
  });

  it('a query of 1000 aliases of a page of 1000 is too costly before it costs anything', async () => {
    sandbox.reset();
    const aliases = Array.from(
      { length: 1000 },
      (_, n) => `a${n}: assignments(first: 1000) { nodes { id } }`,
    );
    const { errors } = await gateway.ask(`{ ${aliases.join(' ')} }`);
    expect(new Set(errors!.map(({ extensions }) => extensions.code))).toEqual(new Set(['QUERY_TOO_COSTLY']));
    expect(sandbox.counts()).toEqual({});
  });
});
