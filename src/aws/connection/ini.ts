/** The settings of one section; one in an indented block reads like `sso_admin.endpoint_url`. */
export type Section = ReadonlyMap<string, string>;

/**
 * A configuration file as the AWS CLI reads it, which is as Python's configparser does: names of settings in any case,
 * `=` or `:` before a value, anything after the bracket that ends a header. Where that would take a comment, or a
 * setting that is indented by mistake, for a part of a value, it is read as the SDKs read it. By header, as it stands.
 */
export function readIni(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let block: { readonly key: string; readonly indent: number } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const { header, indent, key, value } = partsOf(line);
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      block = undefined;
    } else if (key && block && indent > block.indent) {
      section?.set(`${block.key}.${key}`, value);
    } else if (key) {
      const name = key.toLowerCase();
      block = value === '' ? { key: name, indent } : undefined;
      if (value !== '') section?.set(name, value);
    }
  }
  return sections;
}

function partsOf(line: string) {
  const indent = line.search(/\S/);
  const isComment = /^\s*[;#]/.test(line);
  if (isComment || indent < 0) return { indent, key: '', value: '' };
  // Up to the last bracket; a comment may have some, too.
  const [, header] = /^\s*\[(.+)\]/.exec(line) ?? [];
  const [, key = '', value = ''] = /^\s*([^=:]*?)\s*[=:]\s*(.*?)\s*(?:\s[;#].*)?$/.exec(line) ?? [];
  return { header, indent, key, value };
}

/** The words of a header as a POSIX shell has them, which is how the AWS CLI reads them. Undefined when a quote is open. */
export function shellWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let rest = text;
  while (rest !== '') {
    const [all, space, single, double, escaped, plain] =
      /^(?:(\s+)|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+))/su.exec(rest) ?? [];
    if (all === undefined) return undefined;
    rest = rest.slice(all.length);
    if (space === undefined)
      word = (word ?? '') + (single ?? double?.replace(/\\(["\\])/gu, '$1') ?? escaped ?? plain ?? '');
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}
