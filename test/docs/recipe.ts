import { expect } from 'vitest';
import type { Answer } from '../gateway/gateway-on-sandbox.ts';

/** A section of docs/recipes.md: a question, its query, what is answered and what that costs. */
export interface Recipe {
  readonly title: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Nothing yet in a new recipe. */
  readonly answer: unknown;
  readonly cost: string;
  /** All that people write; the rest is made. */
  readonly written: string;
  readonly section: string;
}

/** JSON with `// and 85 more` at the end of a list. */
const answerBlock = /^<!-- prettier-ignore -->\n```jsonc\n(.*?)^```\n(.*)/ms;

export function parseRecipe(section: string): Recipe {
  const block = (language: string) =>
    new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(section)?.[1];
  const [made = '', answer = '{}', cost = ''] = answerBlock.exec(section) ?? [];
  return {
    title: /^## (.*)$/m.exec(section)?.[1] ?? '',
    query: block('graphql') ?? '',
    variables: JSON.parse(block('json') ?? '{}'),
    answer: JSON.parse(answer.replaceAll(/\s*\/\/ and (\d+) more/g, ',{"more":$1}')),
    cost: cost.trim(),
    written: made === '' ? section : section.slice(0, -made.length),
    section,
  };
}

/** The section with this answer and cost. */
export function writeRecipe({ written }: Recipe, data: unknown, cost: string): string {
  const answer = `<!-- prettier-ignore -->\n\`\`\`jsonc\n${text({ data }, '')}\n\`\`\``;
  return `${written.trimEnd()}\n\n${answer}\n\n${cost}\n\n`;
}

/** What is shown of an answer is what it is; of a list the beginning, and how many more there are. */
export function expectShown(actual: unknown, shown: any): void {
  if (Array.isArray(shown)) {
    const more: number = shown.at(-1)?.more ?? 0;
    const beginning = more > 0 ? shown.slice(0, -1) : shown;
    expect(actual).toHaveLength(beginning.length + more);
    beginning.forEach((item, n) => expectShown((actual as unknown[])[n], item));
  } else if (typeof shown === 'object' && shown !== null) {
    expect(Object.keys(actual as object)).toEqual(Object.keys(shown));
    for (const [name, value] of Object.entries(shown)) expectShown((actual as any)[name], value);
  } else expect(actual).toEqual(shown);
}

export function costText(cold: Answer['aws'], warm: Answer['aws']): string {
  return `- **Calls, nothing read before:** ${callsText(cold.byOperation)}\n- **Asked again:** ${callsText(warm.byOperation)}`;
}

/** How many calls, and of which operations. */
export function callsText(byOperation: Answer['aws']['byOperation']): string {
  const operations = Object.entries(byOperation).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const calls = operations.reduce((sum, [, count]) => sum + count, 0);
  const list = operations.map(([operation, count]) => `${count} \`${operation}\``).join(', ');
  return calls === 0 ? 'none' : `${calls}, of them ${list}`;
}

/** JSON in as few lines as stay readable; lists that are long end in how many more there are. */
function text(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const entries = Object.entries(value).map(([name, item]) => ({
    name: isList ? '' : `${JSON.stringify(name)}: `,
    item,
  }));
  const shown = isList && entries.length > 4 ? entries.slice(0, 3) : entries;
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const flat = shown.map(({ name, item }) => name + text(item, '')).join(', ');
  const room = 100 - indent.length;
  if (shown.length === entries.length && flat.length < room && !flat.includes('\n'))
    return flat === '' ? open + close : isList ? `[${flat}]` : `{ ${flat} }`;
  const deeper = `${indent}  `;
  const lines = shown.map(({ name, item }) => `${deeper}${name}${text(item, deeper)}`).join(',\n');
  const more = entries.length - shown.length;
  return `${open}\n${lines}${more > 0 ? `\n${deeper}// and ${more} more` : ''}\n${indent}${close}`;
}
