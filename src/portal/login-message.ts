import type { Login } from './portal.ts';

/**
 * What a person is told about a login that waits for them; undefined for one that has nothing to open.
 * In a template, `{url}`, `{code}` and `{urlWithCode}` stand for what the login has.
 */
export function loginMessage(login: Login, template?: string | null): string | undefined {
  const { verificationUri, verificationUriComplete, userCode } = login;
  if (verificationUri === undefined) return undefined;
  const values: Record<string, string> = {
    url: verificationUri,
    code: userCode ?? '',
    urlWithCode: verificationUriComplete ?? verificationUri,
  };
  // Replaced in one pass, so that a value that looks like a placeholder is never replaced itself.
  return (template ?? templateOf(login)).replace(
    /\{(url|code|urlWithCode)\}/g,
    (placeholder, name: string) => values[name] ?? placeholder,
  );
}

function templateOf({ userCode, verificationUriComplete, isShared }: Login): string {
  if (userCode === undefined) return 'To sign in, open {url}';
  if (isShared === true)
    return 'To sign in, open {url} and enter the code {code}. Whoever approves it gives their own session to whoever asked for this code: enter it only if that was you.';
  return verificationUriComplete === undefined
    ? 'To sign in, open {url} and enter the code {code}.'
    : 'To sign in, open {url} and enter the code {code}, or open {urlWithCode} and check that it shows this code.';
}
