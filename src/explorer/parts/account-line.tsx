import type { JSX } from 'preact';
import { AccountLink, AccountState } from './links.tsx';
import { type Ou, OuPath } from './ou-path.tsx';

export interface AccountLineProps {
  readonly accountId: string;
  readonly account: string | undefined;
  readonly accountState: string | undefined;
  readonly ou: Ou | undefined;
}

/** An account as the head of what is below it: name, where it is, id. */
export function AccountLine({ accountId, account, accountState, ou }: AccountLineProps): JSX.Element {
  return (
    <span class="account-line">
      <AccountLink id={accountId}>{account ?? accountId}</AccountLink>
      <AccountState state={accountState} />
      <OuPath ou={ou} />
      <code>{accountId}</code>
    </span>
  );
}
