import { badInput } from '../../errors.ts';
import type { StringFilterInput } from './input.ts';
import { pattern, type TextTest } from './pattern.ts';

/** No name in AWS is longer. */
const maxTextLength = 1_024;
const maxTexts = 10_000;

/** The test of a name that may be missing; undefined when nothing is asked of it, not even that it is there. */
export function nameTest(
  filter: StringFilterInput | null | undefined,
  argument: string,
): TextTest | undefined {
  const { ignoreCase: _, ...operators } = filter ?? {};
  const isAsked = Object.values(operators).some((operand) => operand !== null && operand !== undefined);
  return filter && isAsked ? textTest(filter, argument) : undefined;
}

/** Compiles a StringFilter: every given operator must hold. `argument` names it in errors. */
export function textTest(filter: StringFilterInput, argument: string): TextTest {
  const ignoreCase = filter.ignoreCase ?? false;
  const tests: TextTest[] = [];
  const { eq, contains, startsWith, endsWith, matches } = filter;
  checkTexts({ eq, contains, startsWith, endsWith }, filter.in, argument);
  if (typeof eq === 'string') tests.push(literal('^', eq, '$', ignoreCase));
  if (typeof contains === 'string') tests.push(literal('', contains, '', ignoreCase));
  if (typeof startsWith === 'string') tests.push(literal('^', startsWith, '', ignoreCase));
  if (typeof endsWith === 'string') tests.push(literal('', endsWith, '$', ignoreCase));
  if (filter.in) tests.push(anyOf(filter.in, ignoreCase));
  if (typeof matches === 'string') tests.push(pattern(matches, ignoreCase, `${argument}.matches`));
  return (text) => tests.every((test) => test(text));
}

function checkTexts(
  operands: Readonly<Record<string, string | null | undefined>>,
  texts: readonly string[] | null | undefined,
  argument: string,
): void {
  if (texts && texts.length > maxTexts)
    throw badInput(`${argument}.in`, `at most ${maxTexts} texts, but got ${texts.length}`);
  const listed = texts?.map((text, n) => [`in[${n}]`, text] as const) ?? [];
  for (const [operator, text] of [...Object.entries(operands), ...listed])
    if (text && text.length > maxTextLength)
      throw badInput(
        `${argument}.${operator}`,
        `a text may have ${maxTextLength} characters, as no name is longer, but this one has ${text.length}`,
      );
}

/** JavaScript's `iu` compares by Unicode simple case folding; a literal pattern runs in linear time. */
function literal(before: string, text: string, after: string, ignoreCase: boolean): TextTest {
  const expression = new RegExp(before + RegExp.escape(text) + after, ignoreCase ? 'iu' : 'u');
  return (candidate) => expression.test(candidate);
}

function anyOf(texts: readonly string[], ignoreCase: boolean): TextTest {
  if (!ignoreCase) {
    const set = new Set(texts);
    return (candidate) => set.has(candidate);
  }
  // Texts that differ in case only are spelled alike here. A few others are too ("ß" and "ss"), so the test decides.
  const spelling = (text: string) => text.toLowerCase().toUpperCase();
  const tests = new Map(
    Map.groupBy(texts, spelling)
      .entries()
      .map(([key, alike]) => [key, alike.map((text) => literal('^', text, '$', true))]),
  );
  return (candidate) => tests.get(spelling(candidate))?.some((test) => test(candidate)) ?? false;
}
