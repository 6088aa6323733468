import type { Check, Report } from './check.ts';

const signs = { ok: '✓', limited: '✗', failed: '✗', skipped: '–' } satisfies Record<Check['status'], string>;

/** The report as a person reads it. */
export function print(report: Report): string {
  const { setup, calls } = report;
  const lines = ['Setup', ...section(setup)];
  if (calls.length > 0) lines.push('', 'Calls, as IAM actions', ...section(calls));
  lines.push('', ...conclusion(report));
  return `${lines.join('\n')}\n`;
}

/** A run of calls that were left out for one reason is one line. */
function section(checks: readonly Check[]): string[] {
  const runs: { first: Check; count: number }[] = [];
  for (const check of checks) {
    const run = runs.at(-1);
    const isLike = run?.first.status === 'skipped' && run.first.finding === check.finding;
    if (run && isLike) run.count += 1;
    else runs.push({ first: check, count: 1 });
  }
  const rows = runs.map(({ first, count }) => {
    const { subject, status, finding } = first;
    const name = count === 1 ? subject : `${subject} and ${count - 1} more`;
    return { name, sign: signs[status], finding: finding === 'answers' ? '' : finding };
  });
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ sign, name, finding }) => `  ${sign} ${name.padEnd(width)}  ${finding}`.trimEnd());
}

function conclusion({ ok, setup, calls, callerArn }: Report): string[] {
  const checks = [...setup, ...calls];
  const limits = checks.filter(({ status }) => status === 'limited').map(({ remedy = '' }) => [remedy]);
  if (ok && limits.length === 0) return ['The gateway can work here.'];
  if (ok) return ['The gateway can work here, but not with everything:', ...limits.flatMap(numbered)];
  const failed = checks.filter(({ status }) => status === 'failed' || status === 'limited');
  const denied = [...new Set(failed.map(({ action }) => action).filter((action) => action !== undefined))];
  // One broken thing often breaks many calls alike; it is told once.
  const remedies = new Set(
    failed.filter(({ action }) => action === undefined).map(({ remedy, subject }) => remedy ?? subject),
  );
  const items = [...remedies].map((remedy) => [remedy]);
  if (denied.length > 0) items.push(allow(denied, callerArn, failed.find(({ action }) => action)?.remedy));
  return ['What to do', ...items.flatMap(numbered)];
}

function allow(
  actions: readonly string[],
  callerArn: string | undefined,
  said: string | undefined,
): string[] {
  const whom = callerArn ?? 'whoever runs the gateway';
  return [
    `Allow ${whom}:`,
    ...actions.map((action) => `  ${action}`),
    ...(said ? [`The first refusal: ${said}`] : []),
  ];
}

function numbered([first = '', ...rest]: readonly string[], index: number): string[] {
  const number = `  ${index + 1}. `;
  return [number + first, ...rest.map((line) => ' '.repeat(number.length) + line)];
}
