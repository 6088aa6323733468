import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { CopyButton } from '../../frame/title.tsx';
import { ask } from '../../graphql/ask.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { left, useNow } from '../../parts/words.ts';
import { credentialsMutation } from './questions.ts';
import type { Role } from './role.ts';
import { credentialProcessText, profileText } from './texts.ts';

export interface TakeProps {
  readonly role: Role;
  readonly startUrl: string;
  readonly region: string;
  readonly onClose: () => void;
}

/** A role as a terminal takes it. Its secrets are fetched when they are asked for, and shown nowhere. */
export function Take({ role, startUrl, region, onClose }: TakeProps): JSX.Element {
  const { account, roleName } = role;
  const process = credentialProcessText(role, location.origin);
  const profile = profileText(role, startUrl, region);
  return (
    <Dialog title={`${roleName} on ${account.name ?? account.accountId}`} onClose={onClose}>
      <Environment role={role} />
      <h3>For a program that renews by itself</h3>
      <pre tabIndex={0}>{process}</pre>
      <CopyButton text={() => process} label="Copy credential_process" />
      <h3>For the AWS CLI’s own sign-in</h3>
      <pre tabIndex={0}>{profile}</pre>
      <CopyButton text={() => profile} label="Copy profile" />
    </Dialog>
  );
}

function Environment({ role }: { role: Role }): JSX.Element {
  const now = useNow(1000);
  const [taken, setTaken] = useState<{ expiration: string; text: string }>();
  const [problem, setProblem] = useState<string>();

  async function take(): Promise<void> {
    const variables = { accountId: role.account.accountId, roleName: role.roleName };
    const { data, errors } = await ask(credentialsMutation, variables);
    setProblem(errors[0]?.message);
    if (data)
      setTaken({ expiration: data.roleCredentials.expiration, text: data.roleCredentials.environment });
  }

  return (
    <>
      <h3>For this shell</h3>
      <p class="filters">
        {taken ? (
          <>
            <CopyButton text={() => taken.text} label="Copy environment" />
            <span>Credentials for {left(taken.expiration, now)} more; paste them into the shell.</span>
          </>
        ) : (
          <button
            class="main"
            onClick={() => void take().catch((error: unknown) => setProblem(String(error)))}
          >
            Get credentials
          </button>
        )}
      </p>
      {problem !== undefined && (
        <p role="alert" class="alarm-text">
          {problem}
        </p>
      )}
    </>
  );
}
