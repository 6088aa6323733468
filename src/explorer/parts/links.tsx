import type { ComponentChildren, JSX } from 'preact';
import { href } from '../frame/location.ts';

export function PersonLink({ id, children }: { id: string; children: ComponentChildren }): JSX.Element {
  return <a href={href(['people', id])}>{children}</a>;
}

export function GroupLink({ id, children }: { id: string; children: ComponentChildren }): JSX.Element {
  return <a href={href(['groups', id])}>{children}</a>;
}

export function AccountLink({ id, children }: { id: string; children: ComponentChildren }): JSX.Element {
  return <a href={href(['accounts', id])}>{children}</a>;
}

export function OuLink({ id, children }: { id: string; children: ComponentChildren }): JSX.Element {
  return <a href={href(['ous', id])}>{children}</a>;
}

export function SetLink({ arn, children }: { arn: string; children: ComponentChildren }): JSX.Element {
  return <a href={href(['permission-sets', setIdOf(arn)])}>{children}</a>;
}

/** The last part of an ARN, by which the graph knows it, too. */
export function setIdOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

export interface Principal {
  readonly principalType: string;
  readonly principalId: string;
  readonly name: string | null;
  readonly deleted?: boolean | null;
  /** Of a user. */
  readonly displayName?: string | null;
  readonly enabled?: boolean | null;
}

/** What a user or group is called on the page; undefined where it has no name any more. */
export function nameOfPrincipal({ displayName, name }: Principal): string | undefined {
  return displayName ?? name ?? undefined;
}

/** A user or a group, which may be deleted and have no name any more. */
export function PrincipalLink({ principal }: { principal: Principal }): JSX.Element {
  const { principalType, principalId, deleted, enabled } = principal;
  const Link = principalType === 'GROUP' ? GroupLink : PersonLink;
  return (
    <Named>
      <Link id={principalId}>{nameOfPrincipal(principal) ?? <code>{principalId}</code>}</Link>
      {deleted === true && <Mark kind="alarm">deleted</Mark>}
      {enabled === false && <Mark kind="alarm">disabled</Mark>}
    </Named>
  );
}

/** A link and what marks it: where there is little room, the name is cut and not the mark. */
export function Named({ children }: { children: ComponentChildren }): JSX.Element {
  return <span class="named">{children}</span>;
}

/** Beside the name of an account that is not active. */
export function AccountState({ state }: { state: string | null | undefined }): JSX.Element | null {
  return state && state !== 'ACTIVE' ? <Mark kind="alarm">{state.toLowerCase()}</Mark> : null;
}

/** A word beside a name, in a colour that means the same as the word. */
export function Mark({
  kind,
  children,
}: {
  kind: 'alarm' | 'plain';
  children: ComponentChildren;
}): JSX.Element {
  return <span class={`mark ${kind}`}>{children}</span>;
}
