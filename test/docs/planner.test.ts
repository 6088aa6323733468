import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { guesses } from '../../src/reader/plan/statistics.ts';
import { allNames, countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { explainAndAsk, parseExample, toldText, type PlanExample } from './plan-example.ts';

const file = new URL('../../docs/planner.md', import.meta.url);
const page = readFileSync(file, 'utf8');
const start = page.search(/^### /m);
const [preface, ...sections] = [page.slice(0, start), ...page.slice(start).split(/^(?=### )/m)];
const examples = sections.map(parseExample);
const refusing = examples.filter(({ title }) => title.includes('refuses'));
const isUpdate = Boolean(process.env['UPDATE_GOLDEN']);
const made = new Map<string, string>();

const sandbox = await countableSandbox();
afterAll(() => sandbox.close());

/** What the page has to say below the example: with UPDATE_GOLDEN whatever it is. */
function shownOf({ title, made: shown }: PlanExample, text: string): string {
  made.set(title, text);
  return isUpdate ? text : shown;
}

test.each(examples.filter((example) => !refusing.includes(example)))(
  '$title: strategy, reason and calls are those on the page',
  async (example) => {
    await using stranger = await gatewayOn(sandbox);
    const first = await explainAndAsk(stranger, example, {});
    await using informed = await gatewayOn(sandbox);
    await informed.ask(`{ assignments(first: 1000) { nodes { ${allNames} } totalCount } }`);
    const young = await explainAndAsk(informed, example, {});
    const old = await explainAndAsk(informed, example, { maxAge: 'PT0S' });
    const text = [
      toldText('Nothing read before', first),
      toldText('Everything read just now', young),
      toldText('Everything read, and too old', old),
    ].join('\n');
    expect(text).toBe(shownOf(example, text));
  },
);

test.each(refusing)('$title: the plan says so, and reads otherwise', async (example) => {
  await using careful = await countableSandbox();
  careful.faults.add({
    operation: 'sso-admin:ListAccountAssignmentsForPrincipal',
    fault: { error: 'AccessDeniedException' },
  });
  await using gateway = await gatewayOn(careful);
  const [one = {}, other = {}] = example.variables;
  const text = [
    toldText('Nothing read before', await explainAndAsk(gateway, example, one)),
    toldText('The second, a moment later', await explainAndAsk(gateway, example, other)),
  ].join('\n');
  expect(text).toBe(shownOf(example, text));
});

test('the examples show every strategy', () => {
  const shown = [...made.values()].flatMap((text) => text.match(/(?<=^- .*:\*\* `)\w+/gm) ?? []);
  expect([...new Set(shown)].toSorted()).toEqual([
    'BY_ACCOUNT',
    'BY_PAIR',
    'BY_PERMISSION_SET',
    'BY_PRINCIPAL',
    'COVERED',
  ]);
});

test('the page has the guesses of the planner', () => {
  const { accounts, permissionSets, setsPerAccount, rowsPerPair, users, groups } = guesses;
  expect(preface).toContain(
    `${accounts} accounts, ${permissionSets} permission sets, ${setsPerAccount} of them provisioned to an account, ${rowsPerPair} assignments in a pair, ${users} users, ${groups} groups`,
  );
});

afterAll(() => {
  if (!isUpdate) return;
  const text = examples.map(
    ({ title, written, made: shown }) => `${written}\n${made.get(title) ?? shown}\n\n`,
  );
  writeFileSync(file, `${preface}${text.join('').trimEnd()}\n`);
});
