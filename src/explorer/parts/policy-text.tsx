import type { ComponentChildren, JSX } from 'preact';
import { count } from './words.ts';

/** A policy document, each statement folded to a line that says what it does. What is no JSON stands as it is. */
export function PolicyText({ json }: { json: string }): JSX.Element {
  const policy = parsed(json);
  if (policy === undefined) return <pre>{json}</pre>;
  const statements = statementsOf(policy);
  return (
    <div class="policy">
      {statements.map((statement, n) => (
        <details key={n} open={statements.length === 1}>
          <summary>{summaryOf(statement)}</summary>
          <pre>
            <Value value={statement} indent={0} />
          </pre>
        </details>
      ))}
      <details>
        <summary>The whole document</summary>
        <pre>
          <Value value={policy} indent={0} />
        </pre>
      </details>
    </div>
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** AWS takes one statement or a list of them. */
function statementsOf(policy: unknown): readonly Readonly<Record<string, unknown>>[] {
  const statement = isObject(policy) ? policy['Statement'] : undefined;
  return (Array.isArray(statement) ? statement : [statement]).filter(isObject);
}

function summaryOf(statement: Readonly<Record<string, unknown>>): ComponentChildren {
  const { Sid: sid, Effect: effect } = statement;
  const isDeny = effect === 'Deny';
  const actions = listOf(statement['Action']);
  const others = listOf(statement['NotAction']);
  const resources = listOf(statement['Resource']);
  return (
    <>
      <b class={isDeny ? 'alarm-text' : undefined}>{String(effect)}</b>{' '}
      <code>{others.length > 0 ? `all but ${named(others)}` : named(actions)}</code> on{' '}
      <code>{resources.length === 1 ? resources[0] : count(resources.length, 'resource')}</code>
      {'Condition' in statement && ' on conditions'}
      {typeof sid === 'string' && sid !== '' && <span class="soft"> {sid}</span>}
    </>
  );
}

function listOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}

function named(actions: readonly string[]): string {
  const [first = 'nothing', second] = actions;
  if (second === undefined) return first;
  return actions.length === 2 ? `${first}, ${second}` : `${first}, ${second} and ${actions.length - 2} more`;
}

/** JSON with each kind of value in a style of its own. */
function Value({ value, indent }: { value: unknown; indent: number }): JSX.Element {
  const inside = `\n${'  '.repeat(indent + 1)}`;
  const end = `\n${'  '.repeat(indent)}`;
  if (Array.isArray(value)) {
    if (value.length === 0) return <>[]</>;
    return (
      <>
        [
        {value.map((item, n) => (
          <span key={n}>
            {n > 0 && ','}
            {inside}
            <Value value={item} indent={indent + 1} />
          </span>
        ))}
        {end}]
      </>
    );
  }
  if (isObject(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0) return <>{'{}'}</>;
    return (
      <>
        {'{'}
        {entries.map(([key, item], n) => (
          <span key={key}>
            {n > 0 && ','}
            {inside}
            <span class="json-key">{JSON.stringify(key)}</span>: <Value value={item} indent={indent + 1} />
          </span>
        ))}
        {end}
        {'}'}
      </>
    );
  }
  return <span class={typeof value === 'string' ? 'json-text' : 'json-other'}>{JSON.stringify(value)}</span>;
}
