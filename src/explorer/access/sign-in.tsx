import { useState } from 'preact/hooks';
import type { JSX, TargetedSubmitEvent } from 'preact';
import { type Issuer, settings } from './settings.ts';
import { enterWith } from './token.ts';

/** Instead of a view, when the gateway does not know who asks. The view comes back at its address. */
export function SignIn(): JSX.Element {
  const [problem, setProblem] = useState<string>();
  const issuers = settings.signIn?.issuers ?? [];

  async function submit(event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const token = new FormData(event.currentTarget).get('token');
    try {
      if (typeof token !== 'string' || !(await enterWith(token.trim())))
        setProblem('The gateway does not take this token.');
    } catch {
      setProblem('The gateway cannot be reached.');
    }
  }

  return (
    <main class="sign-in">
      <h1>Who is asking?</h1>
      <p>The gateway tells who holds access only to those it knows.</p>
      {issuers.map((issuer) => (
        <button class="main" type="button" key={issuer.issuer} onClick={() => void begin(issuer, setProblem)}>
          Sign in with {issuer.label}
        </button>
      ))}
      <form onSubmit={(event) => void submit(event)}>
        <label for="token">
          {settings.hasLink
            ? 'The link that the gateway printed works once, within a minute. To sign in now, paste the token from its token file:'
            : issuers.length > 0
              ? 'Or paste a token that this gateway takes:'
              : 'Paste a token that this gateway takes:'}
        </label>
        <input id="token" name="token" type="password" autocomplete="off" required autofocus />
        <button>Sign in</button>
      </form>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </main>
  );
}

async function begin(issuer: Issuer, setProblem: (problem: string) => void): Promise<void> {
  try {
    // A file of the gateway's, which this page shares with GraphiQL.
    const { begin: leaveFor }: { begin: (issuer: Issuer) => Promise<void> } = await import(
      /* @vite-ignore */ settings.signIn?.script ?? ''
    );
    await leaveFor(issuer);
  } catch (error) {
    setProblem(`Signing in could not begin: ${error instanceof Error ? error.message : String(error)}`);
  }
}
