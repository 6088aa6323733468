import type { Check, Report } from './check.ts';

const signs = { ok: '✓', failed: '✗', skipped: '–' } satisfies Record<Check['status'], string>;

/** The report as a person reads it. */
export function print(report: Report): string {
  const { setup, calls } = report;
  const lines = ['Setup', ...section(setup)];
  if (calls.length > 0) lines.push('', 'Calls, as IAM actions', ...section(calls));
  lines.push('', ...conclusion(report));
  return `${lines.join('\n')}\n`;
}

function section(checks: readonly Check[]): string[] {
  const width = Math.max(...checks.map(({ subject }) => subject.length));
  return checks.map(({ subject, status, finding }) =>
    `  ${signs[status]} ${subject.padEnd(width)}  ${status === 'ok' && finding === 'answers' ? '' : finding}`.trimEnd(),
  );
}

function conclusion({ ok, setup, calls, callerArn }: Report): string[] {
  if (ok) return ['The gateway can work here.'];
  const failed = [...setup, ...calls].filter(({ status }) => status === 'failed');
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
  return [`Allow ${whom}:`, ...actions.map((action) => `  ${action}`), ...(said ? [said] : [])];
}

function numbered([first = '', ...rest]: readonly string[], index: number): string[] {
  const number = `  ${index + 1}. `;
  return [number + first, ...rest.map((line) => ' '.repeat(number.length) + line)];
}
