import type { JSX } from 'preact';
import { href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { useQuery } from '../../graphql/answers.ts';
import { PersonLink, setIdOf } from '../../parts/links.tsx';
import { nameOfPerson } from '../../parts/person.tsx';
import { Waiting } from '../../parts/states.tsx';
import type { Measure } from './cells.ts';
import type { Column, Row } from './layout.ts';
import { holdersQuery } from './questions.ts';
import { type CellNumber, wordsFor } from './words.ts';

export interface CardProps {
  readonly row: Row;
  readonly column: Column;
  readonly number: CellNumber;
  readonly measure: Measure;
  readonly place: { readonly left: number; readonly top: number };
}

/** So many are named. */
const named = 10;

/** Who is behind one cell. */
export function CellCard({ row, column, number, measure, place }: CardProps): JSX.Element {
  const isSomebody = typeof number === 'number' && number > 0;
  const target = { ids: [row.id], recursive: row.kind === 'ou' };
  const filter = { target, permissionSet: { ids: [column.arn] } };
  const { data, isReading } = useQuery({
    what: 'who holds it',
    document: holdersQuery,
    variables: isSomebody ? { filter, instanceArn: useInstanceArn() } : undefined,
  });
  const people = new Map(data?.effectiveAccess?.nodes.map(({ user }) => [user.principalId, user]));
  const all = href(['everything'], {
    show: 'people',
    [row.kind === 'ou' ? 'ou' : 'account']: row.id,
    set: setIdOf(column.arn),
  });
  return (
    <div class="card" style={{ left: `${place.left}px`, top: `${place.top}px` }}>
      <p>
        <b>{column.name}</b> on <b>{row.name}</b>
      </p>
      <p class="soft">{wordsFor(number, row, measure)}</p>
      {isReading && <Waiting what="who holds it" />}
      <ul>
        {[...people.values()].slice(0, named).map((person) => (
          <li key={person.principalId}>
            <PersonLink id={person.principalId}>{nameOfPerson(person)}</PersonLink>
          </li>
        ))}
      </ul>
      {isSomebody && (
        <p>
          <a href={all}>Show all</a>
        </p>
      )}
    </div>
  );
}
