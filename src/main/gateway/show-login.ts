import { renderUnicodeCompact } from 'uqr';
import { loginMessage } from '../../portal/login-message.ts';
import type { Login } from '../../portal/portal.ts';

/**
 * Tells the person at the terminal what to open, with a QR code for a telephone where the text is ours. On standard
 * error and never through the log: the code lets whoever approves it sign in whoever waits for it.
 */
export function showLogin(
  login: Login,
  template: string | undefined,
  write: (text: string) => unknown = (text) => process.stderr.write(text),
): void {
  const message = template === 'off' ? undefined : loginMessage(login, template);
  if (message === undefined) return;
  const url = login.verificationUriComplete ?? login.verificationUri;
  const code = template === undefined && url !== undefined ? `\n${renderUnicodeCompact(url)}\n` : '';
  write(`\n${message}\n${code}\n`);
}
