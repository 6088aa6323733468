import type { Random } from './random.ts';
import { canary } from './values.ts';

/** Small texts that stand for much. */
export function bomb(random: Random): string {
  const times = random.pick([50, 400, 501, 3_000]);
  const levels = random.pick([14, 101, 6_000]);
  const aliases = (field: string) =>
    `{ ${Array.from({ length: times }, (_, n) => `a${n}: ${field}`).join(' ')} }`.slice(0, 60_000);
  return random.pick<() => string>([
    () => aliases('__schema { ...B }') + ` fragment B on __Schema ${aliases('description')}`,
    () => aliases('session { state }'),
    () => aliases(`principal(by: { userName: "${canary}" }) { name }`),
    () => aliases('assignments(first: 1000) { nodes { principal { name } } }'),
    () => '{ a '.repeat(levels) + '} '.repeat(levels),
    () => `{ nodes(ids: ${'['.repeat(levels)}${']'.repeat(levels)}) { id } }`,
    () =>
      `{ ...B0 } ${Array.from({ length: 100 }, (_, n) => `fragment B${n} on Query { ...B${n + 1} ...B${n + 1} }`).join(' ')} fragment B100 on Query { __typename }`,
    () => '{ ...B } fragment B on Query { ...B session { ...C } } fragment C on Session { ...C state }',
    () =>
      `{ principals(first: 1000) { nodes ${'{ assignments(first: 1000) { nodes { principal '.repeat(6)}{ name }${' } } }'.repeat(6)} } }`,
    () =>
      `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`,
    () => `{ nodes(ids: [${Array.from({ length: times }, (_, n) => `"${canary}${n}"`).join(' ')}]) { id } }`,
    () => `{ explainAssignments(filter: ${'{ not: '.repeat(90)}{}${' }'.repeat(90)}) { calls } }`,
    () =>
      `{ assignments(filter: { or: [${'{ target: { name: { matches: "(a|b)*c" } } } '.repeat(Math.min(times, 50))}] }) { totalCount } }`,
    () =>
      `{ principals(filter: { name: { in: [${Array.from({ length: times }, (_, n) => `"${canary}${n}"`).join(' ')}] } }) { totalCount } }`,
  ])();
}

/** A text that somebody mistyped. */
export function damaged(random: Random, text: string): string {
  const at = random.int(0, text.length);
  const length = random.int(1, 8);
  return random.pick([
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + length),
    () =>
      text.slice(0, at) +
      random.pick(['{', '}', '(', '"', '"""', '...', '@', '$', '#', '!', '\\u{110000}', '\u0000', '\ud800']) +
      text.slice(at),
    () => text.slice(0, at) + text.slice(at, at + length).repeat(3) + text.slice(at),
    () => text.replaceAll(' ', random.pick([',', '\n', '\u00a0', '\ufeff', '#\n'])),
    () => text.split('').toReversed().join(''),
  ])();
}
