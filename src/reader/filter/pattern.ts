import { RE2JS } from 're2js';
import { badInput } from '../../errors.ts';
import { patternSize } from './pattern-size.ts';

export type TextTest = (text: string) => boolean;

/** Long enough for a list of alternatives, short enough to compile at once and to match any name within a moment. */
const maxPatternLength = 1_000;
const maxPatternSize = 1_000;
/** So many patterns are remembered, each with its verdicts on so many names: some megabytes. */
const rememberedPatterns = 4;
const rememberedNames = 50_000;

/** Compiled patterns by how they were written, the latest at the end: the next page asks for the same one. */
const recent = new Map<string, TextTest>();

/** Whether an RE2 regular expression is found in a text. `argument` names it in errors. */
export function pattern(source: string, ignoreCase: boolean, argument: string): TextTest {
  const written = `${ignoreCase} ${source}`;
  const test = recent.get(written) ?? compiled(source, ignoreCase, argument);
  recent.delete(written);
  recent.set(written, test);
  const [oldest = written] = recent.keys();
  if (recent.size > rememberedPatterns) recent.delete(oldest);
  return test;
}

function compiled(source: string, ignoreCase: boolean, argument: string): TextTest {
  if (source.length > maxPatternLength)
    throw badInput(
      argument,
      `a pattern may have ${maxPatternLength} characters, but this one has ${source.length}`,
    );
  const size = patternSize(source);
  if (size > maxPatternSize)
    throw badInput(
      argument,
      `a pattern may come to ${maxPatternSize} steps with its repetitions written out, but this one comes to ${size}; repeat less, or use * and +`,
    );
  try {
    const expression = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return remembering((candidate) => expression.test(candidate));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badInput(argument, `this is not an RE2 regular expression: ${reason}`, error);
  }
}

/** One principal holds many assignments, and a filter is judged more than once on the way to an answer. */
function remembering(test: TextTest): TextTest {
  const known = new Map<string, boolean>();
  return (text) => {
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const verdict = test(text);
    if (known.size < rememberedNames) known.set(text, verdict);
    return verdict;
  };
}
