import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { LoggedCall } from '../../src/sandbox/call-log.ts';
import { countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';

/**
 * Each query beside this file is asked twice of a gateway that has read nothing yet, on the demo's organization.
 * NAME.json is its answer, NAME.calls what it cost, cold and warm: the calls to AWS, in their order when the file was
 * written. Calls that run side by side may change places.
 * A call more is a difference to be reviewed; UPDATE_GOLDEN=1 accepts it.
 */
const folder = new URL('.', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));

const sandbox = await countableSandbox({ now: () => Date.UTC(2026, 0, 1) });
afterAll(() => sandbox.close());

it.each(names)('the query %s has its answer for its calls', async (name) => {
    const query = readFileSync(new URL(`${name}.graphql`, folder), 'utf8');
    await using gateway = await gatewayOn(sandbox);
    const ask = async (temperature: string) => {
      sandbox.reset();
      const { data, errors, aws } = await gateway.ask(query);
      const calls = sandbox.calls().map(callText);
      expect(aws.calls).toBe(calls.length);
      return { answer: { data, errors }, cost: [`# ${temperature}`, ...calls, ''] };
    };
    const cold = await ask('cold');
    const warm = await ask('warm');
    expect(warm.answer).toEqual(cold.answer);
    expectGolden(`${name}.json`, `${JSON.stringify(cold.answer, null, 2)}\n`);
    expectGolden(`${name}.calls`, [...cold.cost, ...warm.cost].join('\n'));
});

/** Such as `sso-admin:ListAccountAssignments AccountId=… PermissionSetArn=…`, without what every call has. */
function callText({ service, operation, input }: LoggedCall): string {
  const { InstanceArn: _, IdentityStoreId: _store, MaxResults: _max, maxResults: _most, ...rest } = input;
  const { NextToken, nextToken = NextToken, applicationArn: _application, ...told } = rest;
  const parts = Object.entries(told).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [`${service}:${operation}`, ...parts, ...(nextToken === undefined ? [] : ['(next page)'])].join(' ');
}

function expectGolden(file: string, text: string): void {
  const url = new URL(file, folder);
  if (process.env['UPDATE_GOLDEN']) writeFileSync(url, text);
  const golden = readFileSync(url, 'utf8');
  if (file.endsWith('.calls') && inAnyOrder(text) === inAnyOrder(golden)) return;
  expect(text, `${file}; UPDATE_GOLDEN=1 accepts the difference`).toBe(golden);
}

function inAnyOrder(calls: string): string {
  const parts = calls.split('\n\n').map((part) => part.split('\n').toSorted().join('\n'));
  return parts.join('\n\n');
}
