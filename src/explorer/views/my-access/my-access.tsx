import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type HandOn, Title } from '../../frame/title.tsx';
import { readings, useQuery } from '../../graphql/answers.ts';
import { ask } from '../../graphql/ask.ts';
import { Mark } from '../../parts/links.tsx';
import { StandIn } from '../../parts/states.tsx';
import { left, useNow } from '../../parts/words.ts';
import { logoutMutation, rolesQuery, sessionQuery } from './questions.ts';
import { Roles } from './roles.tsx';
import { SigningIn } from './signing-in.tsx';

/** A person's own side: signing in to the access portal, and taking what it offers to the terminal. */
export default function MyAccess(): JSX.Element {
  const { data, ...state } = useQuery({ what: 'your sign-in', document: sessionQuery, variables: {} });
  const session = data?.session;
  if (!session)
    return (
      <StandIn isWhole what="your sign-in" {...state} nothing="The gateway does not know where to sign in." />
    );
  const isIn = session.state === 'SIGNED_IN';
  const { startUrl, region } = session;
  const handOn: HandOn = isIn
    ? {
        question: { document: rolesQuery, variables: {} },
        file: { list: 'roles', args: { startUrl, region } },
      }
    : { question: { document: sessionQuery, variables: {} } };
  return (
    <>
      <Title text={isIn ? 'What you can enter' : 'You are not signed in to the access portal'} {...handOn} />
      <div class="about">
        <p>
          {startUrl} · {region}
          {session.state === 'EXPIRED' && <Mark kind="alarm">expired</Mark>}
        </p>
      </div>
      {isIn ? (
        <>
          <SignedIn expiresAt={session.expiresAt} isRenewed={session.refreshable} />
          <Roles startUrl={startUrl} region={region} />
        </>
      ) : (
        <SigningIn onSignedIn={readAgain} />
      )}
    </>
  );
}

/** Who signed in or out has other roles. */
function readAgain(): void {
  readings.set(readings.value + 1);
}

function SignedIn({ expiresAt, isRenewed }: { expiresAt: string | null; isRenewed: boolean }): JSX.Element {
  const now = useNow(1000);
  const [problem, setProblem] = useState<string>();

  async function signOut(): Promise<void> {
    const { errors } = await ask(logoutMutation, {});
    if (errors[0]) setProblem(errors[0].message);
    else readAgain();
  }

  return (
    <p class="filters">
      <span>
        Signed in
        {expiresAt !== null && `, for ${left(expiresAt, now)}${isRenewed ? ', and renewed by itself' : ''}`}
      </span>
      <button onClick={() => void signOut().catch((error: unknown) => setProblem(String(error)))}>
        Sign out
      </button>
      {problem !== undefined && (
        <span role="alert" class="alarm-text">
          {problem}
        </span>
      )}
    </p>
  );
}
