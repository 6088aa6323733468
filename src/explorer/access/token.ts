import { Store } from '../store.ts';
import { settings } from './settings.ts';

/** Where every page of the gateway has the token of its tab. It ends with the tab. */
const tokenKey = 'identity-center-gateway.token';

export type Access = 'in' | 'out';

/** Whether the gateway knows who asks: out after a 401, and as long as there is no token where one is needed. */
export const access = new Store<Access>('in');

export function authorization(): Record<string, string> {
  const token = settings.needsToken ? sessionStorage.getItem(tokenKey) : null;
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

/** From the one-time code in the fragment, else as this tab already has it. */
export async function enter(): Promise<void> {
  if (!settings.needsToken) return;
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code !== null) {
    history.replaceState(null, '', location.pathname + location.search);
    const token = await redeemed(code);
    if (token !== undefined) sessionStorage.setItem(tokenKey, token);
  }
  access.set(sessionStorage.getItem(tokenKey) === null ? 'out' : 'in');
}

/** What was sent is not, or no longer, good. */
export function leave(): void {
  sessionStorage.removeItem(tokenKey);
  access.set('out');
}

/** Takes a token that somebody pasted. False when the gateway does not know it. */
export async function enterWith(token: string): Promise<boolean> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...settings.headers, Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  if (response.status === 401) return false;
  sessionStorage.setItem(tokenKey, token);
  access.set('in');
  return true;
}

async function redeemed(code: string): Promise<string | undefined> {
  const response = await fetch('/graphiql/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  if (!response.ok) return undefined;
  const { token }: { token: string } = await response.json();
  return token;
}
