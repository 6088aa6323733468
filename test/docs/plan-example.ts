import type { Explanation } from '../../src/reader/plan/plan.ts';
import type { Answer, TestGateway } from '../gateway/gateway-on-sandbox.ts';
import { callsText } from './recipe.ts';

/** A section of docs/planner.md: a question, and below it the calls estimated and the calls made, in several states of the mirror. */
export interface PlanExample {
  readonly title: string;
  readonly query: string;
  /** Of the queries to ask, one after the other. */
  readonly variables: readonly object[];
  /** All that people write; the rest is made. */
  readonly written: string;
  readonly made: string;
}

export function parseExample(section: string): PlanExample {
  const block = (language: string) =>
    new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(section)?.[1];
  const end = section.lastIndexOf('```\n') + 4;
  return {
    title: /^### (.*)$/m.exec(section)?.[1] ?? '',
    query: block('graphql') ?? '',
    variables: JSON.parse(block('json') ?? '[{}]'),
    written: section.slice(0, end),
    made: section.slice(end).trim(),
  };
}

type Told = Pick<Explanation, 'strategy' | 'reason'> & {
  readonly callsByOperation: readonly { readonly operation: string; readonly calls: number }[];
};

/** Asks what the query would do, then the query itself. */
export async function explainAndAsk(
  gateway: TestGateway,
  { query }: Pick<PlanExample, 'query'>,
  variables: object,
): Promise<{ readonly plan: Told; readonly made: Answer['aws'] }> {
  const [, declared = '', args = ''] = /^(query.*?\{)\s*assignments\((.*?)\) \{/s.exec(query) ?? [];
  const fields = 'strategy reason callsByOperation { operation calls }';
  const explained = await gateway.ask(`${declared} explainAssignments(${args}) { ${fields} } }`, variables);
  const { data, errors, aws } = await gateway.ask(query, variables);
  if (explained.errors || errors) throw new Error(JSON.stringify(explained.errors ?? errors));
  if (data.assignments.nodes.length === 0) throw new Error('The example has no rows');
  return { plan: explained.data.explainAssignments, made: aws };
}

export function toldText(moment: string, { plan, made }: Awaited<ReturnType<typeof explainAndAsk>>): string {
  const estimated = Object.fromEntries(
    plan.callsByOperation.map(({ operation, calls }) => [operation, calls]),
  );
  // The one thing on the page that no test can hold still.
  const reason = plan.reason.replace(/\d{4}-[\d:.T-]+Z/, '2026-05-04T09:05:00.000Z');
  return `- **${moment}:** \`${plan.strategy}\`, “${reason}”\n  - Estimated: ${callsText(estimated)}\n  - Actual: ${callsText(made.byOperation)}`;
}
