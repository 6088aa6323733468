import { graphql } from '../graphql/document.ts';
import { Mark, Named, PersonLink } from './links.tsx';
import type { Column } from './table.tsx';

/** What a list of people shows of each. */
export const personParts = graphql(`
  fragment PersonParts on User {
    principalId
    userName
    displayName
    email
    enabled
  }
`);

interface Named {
  readonly principalId: string;
  readonly userName: string | null;
  readonly displayName: string | null;
}

export interface Person extends Named {
  readonly email: string | null;
  readonly enabled: boolean | null;
}

/** What people are called on the page. */
export function nameOfPerson({ displayName, userName, principalId }: Named): string {
  return displayName ?? userName ?? principalId;
}

export const personColumns: readonly Column<Person>[] = [
  {
    name: 'Name',
    key: nameOfPerson,
    cell: (person) => (
      <Named>
        <PersonLink id={person.principalId}>{nameOfPerson(person)}</PersonLink>
        {person.enabled === false && <Mark kind="alarm">disabled</Mark>}
      </Named>
    ),
  },
  { name: 'User name', key: ({ userName }) => userName ?? '', cell: ({ userName }) => userName },
  { name: 'E-mail', key: ({ email }) => email ?? '', cell: ({ email }) => email, isExtra: true },
];
