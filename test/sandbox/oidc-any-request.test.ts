import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ServiceModel, Shape } from '../../src/sandbox/models/model.ts';
import { restServices } from '../../src/sandbox/services.ts';
import { departures } from './model-conformance.ts';
import { deviceGrant, scope, signIn, signInBench, somebody } from './sign-in.ts';

type Structure = Extract<Shape, { type: 'structure' }>;

/** Errors that AWS sends without naming them in its model, and that of a body which cannot be read. */
const notModelled = new Map([
  ['ForbiddenException', 403],
  ['SerializationException', 400],
]);

function structure({ shapes }: ServiceModel, name: string): Structure {
  const shape = shapes[name]!;
  if (shape.type !== 'structure') throw new Error(`${name} is no structure`);
  return shape;
}

/** Members of a request: mostly texts that mean something here. */
function membersOf(model: ServiceModel, name: string, texts: Readonly<Record<string, readonly string[]>>) {
  const { members, required = [] } = structure(model, name);
  const arbitraries = Object.entries(members).map(([member, target]) => {
    const text = fc.constantFrom(...(texts[member] ?? []), 'unknown', '');
    const fitting = { integer: fc.integer({ min: -1, max: 101 }), list: fc.array(text, { maxLength: 2 }) };
    const type = model.shapes[target]!.type;
    const likely = type === 'integer' || type === 'list' ? fitting[type] : text;
    return [
      member,
      fc.oneof({ weight: 12, arbitrary: likely }, { weight: 1, arbitrary: fc.jsonValue() }),
    ] as const;
  });
  const record = Object.fromEntries(arbitraries);
  return fc.oneof(
    fc.record(record),
    fc.record(record, { requiredKeys: [...required] }),
    fc.record(record, { requiredKeys: [] }),
  );
}

/** Sends members to where the model has them. */
function send(
  url: string,
  { http, locations = {} }: Pick<Structure, 'locations'> & { http: { method: string; path: string } },
  members: Readonly<Record<string, unknown>>,
): Promise<Response> {
  const address = new URL(http.path, url);
  const headers: Record<string, string> = {};
  const body: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(members)) {
    const location = locations[member];
    if (location === undefined) body[member] = value;
    else if (location.in === 'header') headers[location.name] = encodeURIComponent(textOf(value));
    else address.searchParams.set(location.name, textOf(value));
  }
  const hasBody = http.method !== 'GET' && Object.keys(locations).length === 0;
  return fetch(address, {
    method: http.method,
    headers,
    ...(hasBody && { body: JSON.stringify(body) }),
  });
}

/** Where there is room for a text only. Not String(value): an object may be without its toString. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function problemsOf(model: ServiceModel, operation: string, response: Response): Promise<string[]> {
  const { output, errors } = model.operations[operation]!;
  const text = await response.text();
  const body = JSON.parse(text) as Record<string, unknown>;
  if (response.ok) return departures(model, output!, body);
  const inHeader = response.headers.get('x-amzn-errortype')?.split(':')[0];
  const type = inHeader ?? String(body['__type']).replace(/^.*#/, '');
  const status = errors.includes(type) ? structure(model, type).status : notModelled.get(type);
  return status === response.status ? [] : [`HTTP ${response.status}: ${type} ${text}`];
}

it('answers whatever is sent in the shape, or with an error and status, of the model', async () => {
  await using bench = await signInBench({ accounts: 12, users: 20, groups: 4, emptyPages: true });
  const { sandbox, client, start } = bench;
  const { organization } = sandbox;
  const [tokens, approved, open] = [await signIn(bench), await start(), await start()];
  await sandbox.approve(approved.userCode!, somebody(sandbox));
  const texts = {
    // Several times, because nothing is reached without them.
    clientId: Array.from({ length: 6 }, () => client.clientId!),
    clientSecret: Array.from({ length: 6 }, () => client.clientSecret!),
    clientType: ['public'],
    clientName: ['any'],
    grantType: [deviceGrant, 'refresh_token', 'authorization_code'],
    grantTypes: [deviceGrant, 'refresh_token', 'authorization_code'],
    redirectUris: ['http://127.0.0.1/callback'],
    deviceCode: [approved.deviceCode!, open.deviceCode!],
    refreshToken: [tokens.refreshToken!],
    scopes: [scope],
    startUrl: [sandbox.startUrl],
    issuerUrl: [sandbox.startUrl],
    accessToken: [tokens.accessToken!, tokens.accessToken!, tokens.accessToken!],
    accountId: [...organization.accounts().map(({ id }) => id), '000000000000'],
    roleName: organization.permissionSets().map(({ name }) => name),
  };
  const unsigned = restServices.filter(({ model }) => model.signingName === undefined);
  const requests = unsigned.flatMap(({ name, model }) =>
    Object.entries(model.operations)
      // It would end the one sign-in that the others need.
      .filter(([operation]) => operation !== 'Logout')
      .map(([operation, { input }]) =>
        fc.record({
          name: fc.constant(name),
          operation: fc.constant(operation),
          members: membersOf(model, input!, texts),
        }),
      ),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(...requests), async ({ name, operation, members }) => {
      const { model } = restServices.find((service) => service.name === name)!;
      const { http, input } = model.operations[operation]!;
      const { locations } = structure(model, input!);
      const response = await send(sandbox.url, { http: http!, ...(locations && { locations }) }, members);
      expect(await problemsOf(model, operation, response)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  const answered = sandbox.calls().filter(({ error }) => error === undefined);
  const operations = new Set(answered.map(({ operation }) => operation));
  expect(operations, 'some requests to each were sensible').toHaveLength(6);
});
