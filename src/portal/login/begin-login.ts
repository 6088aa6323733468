import { badInput } from '../../errors.ts';
import { until, type ReadScope } from '../../reading/scope.ts';
import type { Flow } from './attempt.ts';
import type { PortalOptions } from '../portal-options.ts';
import type { Logins } from './logins.ts';
import type { Login, LoginInput, Person } from '../portal.ts';
import type { Sessions } from '../tokens/sessions.ts';
import type { SignIn } from '../sign-in.ts';

const defaultExpiryWindowMs = 15 * 60_000;

/**
 * Answers with the login that waits already, else with the sign-in that works or can be renewed, else with a new login.
 */
export async function beginLogin(
  signIn: SignIn,
  input: LoginInput,
  {
    logins,
    sessions,
    flow,
    begun,
  }: {
    readonly logins: Logins;
    readonly sessions: Sessions;
    readonly flow: Flow;
    /** Told of a new login only. */
    readonly begun: (login: Login) => void;
  },
  scope: ReadScope,
): Promise<Login> {
  const windowMs = expiryWindow(input);
  const signals = [scope.signal, scope.deadline];
  const joined = <T>(work: () => Promise<T>) => {
    // Nothing is begun for a caller who has left, so that no failure goes unheard.
    for (const signal of signals) signal.throwIfAborted();
    return until(work(), signals);
  };
  const running = await joined(() => logins.running(signIn));
  if (running?.state === 'PENDING') return running;
  if (input.forceRefresh !== true && (await sessions.isSignedIn(signIn, windowMs, scope)))
    return logins.succeeded(signIn, await sessions.session(signIn));
  return joined(() => logins.begin(signIn, flow, begun));
}

function expiryWindow({ expiryWindowMs }: LoginInput): number {
  const windowMs = expiryWindowMs ?? defaultExpiryWindowMs;
  if (windowMs >= 0) return windowMs;
  throw badInput('expiryWindow', 'give a duration that is not negative');
}

/** Shows a login that has just begun, and opens the browser where that is wanted and possible. */
export function announce(
  person: Person,
  login: Login,
  { openBrowser }: LoginInput,
  options: PortalOptions,
  outside: (tell: () => unknown) => void,
): void {
  if (!person.isLocal) return;
  outside(() => options.tell?.(login));
  const { environment = process.env } = options;
  const isDisabled = /^(?:1|true)$/i.test(environment['AWS_SSO_DISABLE_BROWSER'] ?? '');
  const url = login.verificationUriComplete ?? login.verificationUri;
  if (openBrowser === false || isDisabled || url === undefined || !/^https?:\/\//i.test(url)) return;
  outside(() => options.openBrowser?.(url));
}
