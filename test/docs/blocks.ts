import { readFileSync } from 'node:fs';

/** The fenced code blocks of one language in a document of this repository, in order. */
export function blocks(file: string, language: string): string[] {
  return [...textOf(file).matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, name]) => name === language)
    .map(([, , code]) => code!);
}

/** What stands between single backticks, outside of code blocks. */
export function inlineCode(file: string): string[] {
  const prose = textOf(file).replace(/^```.*?^```$/gms, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
}

/** The second cell of the table row whose first cell is `name`. */
export function tableRow(file: string, name: string): string | undefined {
  const rows = [...textOf(file).matchAll(/^\| (.*?) +\| (.*?) +\|/gm)];
  return rows.find(([, first]) => first === name)?.[2];
}

/** A document of this repository. */
export function textOf(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
}
