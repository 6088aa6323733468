import type { JSX } from 'preact';
import { AccountLink, GroupLink, type Principal, PrincipalLink, SetLink } from '../parts/links.tsx';
import type { Change } from './questions.ts';

export type Kind = Change['kind'];

/** A line of the list: one change, or one of the fields that it changed. */
export interface Line {
  readonly key: string;
  readonly kind: Kind;
  readonly lastReadBefore: string;
  readonly firstReadAfter: string;
  /** Whom or what it is about, as text and as a link. */
  readonly name: string;
  readonly subject: JSX.Element;
  /** What happened to it. */
  readonly texts: readonly (string | null)[];
  readonly what: JSX.Element;
  /** The account that it concerns, if one. */
  readonly account: string | undefined;
}

interface Said extends Pick<Line, 'name' | 'subject' | 'account'> {
  readonly things: readonly Pick<Line, 'texts' | 'what'>[];
}

export function linesOf(change: Change): Line[] {
  const { id, kind, lastReadBefore, firstReadAfter } = change;
  const { things, ...about } = saidOf(change);
  return things.map((thing, n) => ({
    key: `${id} ${n}`,
    kind,
    lastReadBefore,
    firstReadAfter,
    ...about,
    ...thing,
  }));
}

function saidOf(change: Change): Said {
  switch (change.__typename) {
    case 'AssignmentChange': {
      const { principal, target, permissionSet } = change.assignment;
      const set = permissionSet?.name ?? permissionSet?.arn ?? '';
      const what = permissionSet && <SetLink arn={permissionSet.arn}>{set}</SetLink>;
      return grant(principal, target, set, what);
    }
    case 'EntitlementChange': {
      const { principal, target, roleName } = change.entitlement;
      return grant(principal, target, roleName, <>role {roleName}</>);
    }
    case 'MembershipChange': {
      const { user, group } = change;
      const name = group.name ?? group.principalId;
      const what = (
        <>
          member of <GroupLink id={group.principalId}>{name}</GroupLink>
        </>
      );
      return { ...principalSaid(user), things: [{ texts: [name], what }] };
    }
    case 'PrincipalChange': {
      const { principal, kind, fields } = change;
      const word = principal.principalType === 'GROUP' ? 'group' : 'person';
      return { ...principalSaid(principal), things: thingsOf(word, kind, fields) };
    }
    case 'PermissionSetChange': {
      const { permissionSet, kind, fields } = change;
      const name = permissionSet.name ?? permissionSet.arn;
      return {
        name,
        subject: <SetLink arn={permissionSet.arn}>{name}</SetLink>,
        account: undefined,
        things: thingsOf('permission set', kind, fields),
      };
    }
    case 'AccountChange': {
      const { account, kind, fields } = change;
      const name = account.name ?? account.targetId;
      return {
        name,
        subject: <AccountLink id={account.targetId}>{name}</AccountLink>,
        account: name,
        things: thingsOf('account', kind, fields),
      };
    }
  }
}

/** People are called as elsewhere on the page; one who is gone has the name that was read last. */
type ChangedPrincipal = Principal & { readonly displayName?: string | null };

function principalSaid(principal: ChangedPrincipal): Omit<Said, 'things'> {
  const name = principal.displayName ?? principal.name;
  return {
    name: name ?? principal.principalId,
    subject: <PrincipalLink principal={{ ...principal, name }} />,
    account: undefined,
  };
}

function grant(
  principal: ChangedPrincipal,
  target: { readonly targetId: string; readonly name: string | null },
  text: string,
  what: JSX.Element | null,
): Said {
  const account = target.name ?? target.targetId;
  return {
    ...principalSaid(principal),
    account,
    things: [
      {
        texts: [text, account, target.targetId],
        what: (
          <>
            {what} on <AccountLink id={target.targetId}>{account}</AccountLink>
          </>
        ),
      },
    ],
  };
}

type Field = { readonly field: string; readonly before: string | null; readonly after: string | null };

/** A thing that came or went is one line; one that is another now has a line for each field. */
function thingsOf(word: string, kind: Kind, fields: readonly Field[]): Said['things'] {
  if (kind !== 'CHANGED' || fields.length === 0) return [{ texts: [word], what: <>{word}</> }];
  return fields.map(({ field, before, after }) => ({
    texts: [field, before, after],
    what: (
      <span title={`${field}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`}>
        {field}: <Value text={before} /> → <Value text={after} />
      </span>
    ),
  }));
}

function Value({ text }: { text: string | null }): JSX.Element {
  return text === null ? <span class="soft">nothing</span> : <>{text}</>;
}
