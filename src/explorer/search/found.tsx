import type { JSX } from 'preact';
import { href } from '../frame/location.ts';
import { Mark } from '../parts/links.tsx';
import { StandIn } from '../parts/states.tsx';
import { digits } from '../parts/words.ts';
import type { HitGroup, Hits } from './hits.ts';
import { piecesOf, wordsOf } from './pattern.ts';

/** Where the arrow keys lead, from the first to the last. */
export function linksOf({ groups }: Hits, text: string): readonly string[] {
  return groups.flatMap((group) => [
    ...group.hits.map(({ place }) => href(place)),
    ...(group.hasMore ? [allHref(group, text)] : []),
  ]);
}

function allHref({ path }: HitGroup, text: string): string {
  return href([path], { filter: text.trim() });
}

export interface FoundProps {
  readonly hits: Hits;
  readonly text: string;
  /** Of the field; each line's begins with it. */
  readonly id: string;
  /** Which line Enter opens. */
  readonly active: number;
}

export function Found({ hits, text, id, active }: FoundProps): JSX.Element {
  if (hits.groups.length === 0) return <NothingFound hits={hits} text={text} />;
  const words = wordsOf(text);
  let before = 0;
  return (
    <div role="listbox" aria-label="Found">
      {hits.groups.map((group) => {
        const first = before;
        before += group.hits.length + (group.hasMore ? 1 : 0);
        return (
          <Group
            key={group.label}
            group={group}
            words={words}
            text={text}
            id={id}
            first={first}
            active={active}
          />
        );
      })}
    </div>
  );
}

interface GroupProps {
  readonly group: HitGroup;
  readonly words: readonly string[];
  readonly text: string;
  readonly id: string;
  readonly first: number;
  readonly active: number;
}

function Group({ group, words, text, id, first, active }: GroupProps): JSX.Element {
  const { label, hits, total, hasMore } = group;
  return (
    <div role="group" aria-label={label}>
      <div class="found-label" role="presentation">
        {label}
      </div>
      {hits.map(({ place, name, detail, mark }, n) => (
        <a
          key={place.join('/')}
          id={`${id}-${first + n}`}
          role="option"
          tabIndex={-1}
          aria-selected={first + n === active}
          href={href(place)}
        >
          <span class="found-name">
            {piecesOf(name, words).map((piece, at) =>
              piece.isHit ? <mark key={at}>{piece.text}</mark> : piece.text,
            )}
          </span>
          {mark !== undefined && <Mark kind="alarm">{mark}</Mark>}
          <span class="found-detail">
            {piecesOf(detail, words).map((piece, at) =>
              piece.isHit ? <mark key={at}>{piece.text}</mark> : piece.text,
            )}
          </span>
        </a>
      ))}
      {hasMore && (
        <a
          id={`${id}-${first + hits.length}`}
          role="option"
          tabIndex={-1}
          aria-selected={first + hits.length === active}
          class="found-all"
          href={allHref(group, text)}
        >
          All{total === undefined ? '' : ` ${digits(total)}`} {label.toLowerCase()} that are called so
        </a>
      )}
    </div>
  );
}

function NothingFound({ hits, text }: { hits: Hits; text: string }): JSX.Element {
  const nothing = (
    <>
      No name of a person, group, account, permission set or OU and no e-mail address has “{text.trim()}” in
      it.
      {hits.close.length > 0 && ` There is ${hits.close.join(', ')}.`}
    </>
  );
  return <StandIn what="names" {...hits} nothing={nothing} />;
}
