import type { JSX } from 'preact';
import { AccountLink, GroupLink, PersonLink, PrincipalLink, SetLink } from '../../parts/links.tsx';
import { nameOfPerson } from '../../parts/person.tsx';
import type { Thing } from './questions.ts';

/** A thing that a finding is about, as a line that leads to it. */
export function ThingLine({ thing }: { thing: Thing }): JSX.Element | null {
  switch (thing.__typename) {
    case 'User':
      return <PersonLink id={thing.principalId}>{nameOfPerson(thing)}</PersonLink>;
    case 'Group':
      return <GroupLink id={thing.principalId}>{thing.groupName ?? thing.principalId}</GroupLink>;
    case 'PermissionSet':
      return <SetLink arn={thing.arn}>{thing.setName ?? thing.arn}</SetLink>;
    case 'Account':
      return (
        <>
          <AccountLink id={thing.targetId}>{thing.accountName ?? thing.targetId}</AccountLink>{' '}
          <code class="soft">{thing.targetId}</code>
        </>
      );
    case 'Assignment':
      return (
        <>
          <PrincipalLink principal={thing.principal} />
          <span class="soft"> has </span>
          <SetLink arn={thing.permissionSet.arn}>
            {thing.permissionSet.name ?? thing.permissionSet.arn}
          </SetLink>
          <span class="soft"> on </span>
          <AccountLink id={thing.target.targetId}>{thing.target.name ?? thing.target.targetId}</AccountLink>
        </>
      );
    case 'Entitlement':
      return (
        <>
          <PrincipalLink principal={thing.principal} />
          <span class="soft"> may take the role </span>
          {thing.roleName}
          <span class="soft"> on </span>
          <AccountLink id={thing.target.targetId}>{thing.target.name ?? thing.target.targetId}</AccountLink>
        </>
      );
    case 'Instance':
    case 'OrganizationalUnit':
      return null; // no finding is about these
    default:
      return thing satisfies never;
  }
}
