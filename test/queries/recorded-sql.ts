import { StatementSync } from 'node:sqlite';

export interface RecordedSql extends Disposable {
  /** What ran since the last time, such as `select account provisioned`, and how often; in alphabetical order. */
  take(): [statement: string, times: number][];
}

/** Listens to every SQLite statement of this process, whoever runs it. */
export function recordSql(): RecordedSql {
  const counts = new Map<string, number>();
  const originals = ['all', 'run'].map(
    (name) => [name, Object.getOwnPropertyDescriptor(StatementSync.prototype, name)!] as const,
  );
  for (const [name, original] of originals)
    Object.defineProperty(StatementSync.prototype, name, {
      ...original,
      value(this: StatementSync, ...parameters: unknown[]): unknown {
        const text = inShort(this.sourceSQL);
        counts.set(text, (counts.get(text) ?? 0) + 1);
        return original.value.apply(this, parameters);
      },
    });
  return {
    take() {
      const taken = [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
      counts.clear();
      return taken;
    },
    [Symbol.dispose]() {
      for (const [name, original] of originals)
        Object.defineProperty(StatementSync.prototype, name, original);
    },
  };
}

/** What a statement does to which tables: another wording, or another column, is no other cost. */
function inShort(statement: string): string {
  const [verb = ''] = statement.trim().split(/\s/, 1);
  const tables = statement.matchAll(/\b(?:from|into|join|^\s*update)\s+"?(\w+)"?(?!\w|\()/gi);
  const names = Array.from(tables, ([, name]) => name).filter((name) => name !== 'json_each');
  return [verb, ...new Set(names)].join(' ').toLowerCase();
}
