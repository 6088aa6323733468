import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CopyButton } from '../../frame/title.tsx';
import { ask } from '../../graphql/ask.ts';
import type { ResultOf } from '../../graphql/document.ts';
import { subscribe } from '../../graphql/subscribe.ts';
import { QrCode } from '../../parts/qr-code.tsx';
import { left, useNow } from '../../parts/words.ts';
import { cancelMutation, loginMutation, loginSubscription } from './questions.ts';

type Login = ResultOf<typeof loginMutation>['login'];

/** From one button over the code that is approved elsewhere to the sign-in. */
export function SigningIn({ onSignedIn }: { onSignedIn: () => void }): JSX.Element {
  const [login, setLogin] = useState<Login>();
  const [problem, setProblem] = useState<string>();
  const id = login?.state === 'PENDING' ? login.id : undefined;

  function take(next: Login | undefined, error: string | undefined): void {
    if (next) setLogin(next);
    setProblem(error ?? next?.error ?? undefined);
    if (next?.state === 'SUCCEEDED') onSignedIn();
  }

  useEffect(() => {
    if (id === undefined) return undefined;
    const leaving = new AbortController();
    follow(id, leaving.signal, take).catch((error: unknown) => {
      if (!leaving.signal.aborted) setProblem(String(error));
    });
    return () => leaving.abort();
  }, [id]);

  async function begin(): Promise<void> {
    const { data, errors } = await ask(loginMutation, {});
    take(data?.login, errors[0]?.message);
  }

  const fails = (error: unknown) => setProblem(String(error));
  return (
    <div class="signing-in">
      {login?.state === 'PENDING' ? (
        <Pending
          login={login}
          onCancel={() => void ask(cancelMutation, { loginId: login.id }).catch(fails)}
        />
      ) : (
        <>
          {login && <p role="status">{ends[login.state]}</p>}
          <button class="main" onClick={() => void begin().catch(fails)}>
            Sign in to the access portal
          </button>
        </>
      )}
      {problem !== undefined && (
        <p role="alert" class="alarm-text">
          {problem}
        </p>
      )}
    </div>
  );
}

const ends: Readonly<Record<Login['state'], string>> = {
  PENDING: '',
  SUCCEEDED: 'You are signed in.',
  DENIED: 'The sign-in was denied in the browser.',
  EXPIRED: 'Nobody approved the code in time.',
  CANCELLED: 'The sign-in was cancelled.',
  FAILED: 'The sign-in failed.',
};

async function follow(
  loginId: string,
  signal: AbortSignal,
  take: (login: Login | undefined, error: string | undefined) => void,
): Promise<void> {
  for await (const { data, errors } of subscribe(loginSubscription, { loginId }, signal))
    take(data?.loginStatus, errors[0]?.message);
}

function Pending({ login, onCancel }: { login: Login; onCancel: () => void }): JSX.Element {
  const { userCode, verificationUri, verificationUriComplete, expiresAt } = login;
  const now = useNow(1000);
  const address = verificationUriComplete ?? verificationUri ?? '';
  return (
    <>
      <p role="status">Waiting for you to approve this code where your company signs you in.</p>
      <div class="code">
        {userCode !== null && <strong class="mono">{userCode}</strong>}
        {isWebAddress(address) && (
          <>
            <a class="button main" href={address} target="_blank" rel="noopener noreferrer">
              Open the page
            </a>
            <CopyButton text={() => address} label="Copy its address" />
          </>
        )}
        <button onClick={onCancel}>Cancel</button>
      </div>
      {address !== '' && (
        <>
          <QrCode text={address} label="The address as a QR code" />
          <p>
            <code>{verificationUri}</code>
          </p>
        </>
      )}
      <p class="soft">
        Approve only a code that you see here.
        {expiresAt !== null && ` It works for ${left(expiresAt, now)} more.`}
      </p>
    </>
  );
}

/** What AWS gives is an address; what is anything else is not made a link. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\//.test(text);
}
