import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { go, href } from '../frame/location.ts';
import { useHits } from './hits.ts';
import { Found, linksOf } from './found.tsx';
import { placeOf } from './place-of.ts';

export interface SearchProps {
  /** In the middle of the page, with what it finds below it; else in the frame, with that above the view. */
  readonly isLarge?: boolean;
}

/** One field over everything that has a name, by keyboard first: arrows choose, Enter opens, Esc closes. */
export function Search({ isLarge = false }: SearchProps): JSX.Element {
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(isLarge);
  const [active, setActive] = useState(0);
  const hits = useHits(isOpen ? text : '');
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const links = linksOf(hits, text);
  const isShown = isOpen && text.trim() !== '';
  useFocusKey(field);
  useEffect(() => setActive(0), [text]);
  useEffect(() => {
    if (isLarge) field.current?.focus();
  }, [isLarge]);

  function leave(): void {
    setText('');
    setOpen(isLarge);
    field.current?.blur();
  }

  function open(link: string | undefined): void {
    if (link === undefined) return;
    go(link);
    leave();
  }

  function press(event: TargetedKeyboardEvent<HTMLInputElement>): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Escape') leave();
    else if (event.key === 'Enter') open(linkOfId(text) ?? (hits.isReading ? undefined : links[active]));
    else if (step !== 0 && links.length > 0) setActive((active + step + links.length) % links.length);
    else return;
    event.preventDefault();
  }

  return (
    <search class={isLarge ? 'search large' : 'search'}>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="Search people, groups, accounts, permission sets and OUs"
        aria-expanded={isShown}
        aria-controls={`${id}-found`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && links.length > 0 ? `${id}-${active}` : undefined}
        placeholder={isLarge ? 'A name, an e-mail address, an id or an ARN' : 'Search'}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onFocus={() => setOpen(true)}
        onBlur={() => !isLarge && setOpen(false)}
        onInput={(event) => setText(event.currentTarget.value)}
        onPaste={(event) => open(linkOfId(event.clipboardData?.getData('text') ?? ''))}
        onKeyDown={press}
      />
      <kbd aria-hidden="true">/</kbd>
      <div
        class="found"
        id={`${id}-found`}
        hidden={!isShown}
        onMouseDown={(event) => event.preventDefault()}
        onClick={leave}
      >
        {isShown && <Found hits={hits} text={text} id={id} active={active} />}
      </div>
    </search>
  );
}

function linkOfId(text: string): string | undefined {
  const place = placeOf(text);
  return place && href(place);
}

/** A slash, or K with the key for commands, from anywhere but a field that takes what is typed. */
function useFocusKey(field: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    function focus(event: KeyboardEvent): void {
      const isTyped = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      const isSlash = event.key === '/' && !isTyped && !event.metaKey && !event.ctrlKey && !event.altKey;
      const isCommand = event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey);
      if (!isSlash && !isCommand) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    }
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, [field]);
}
