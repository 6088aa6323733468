import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useStore } from '../store.ts';
import { Search } from '../search/search.tsx';
import { views } from '../views/views.ts';
import { go, href, place } from './location.ts';
import { idOf, type Instance, type Me } from './me.ts';
import { TrustBar } from './trust-bar.tsx';

/** What is around every view: name, search and viewer above, navigation beside, the trust bar below. */
export function Frame({ me, children }: { me: Me; children: ComponentChildren }): JSX.Element {
  const { parts } = useStore(place);
  const path = parts.join('/');
  const main = useRef<HTMLElement>(null);
  const isHome = path === '';
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.scrollTo(0, 0);
    // What was pressed is gone, and the keyboard goes on where the view begins; at home the search has it.
    if (!isHome) main.current?.focus();
  }, [path]);
  return (
    <div class="frame">
      <a class="skip" href="#main">
        To the content
      </a>
      <header>
        <a class="name" href={href([])}>
          Identity Center
        </a>
        {!isHome && me.may('READ') && <Search />}
        <span class="who">
          <InstanceName me={me} />
          {me.name !== undefined && <span title="You, as the gateway knows you">{me.name}</span>}
        </span>
        <Navigation me={me} first={parts[0] ?? ''} kind="menu" />
      </header>
      <Navigation me={me} first={parts[0] ?? ''} kind="side" />
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <TrustBar />
    </div>
  );
}

function InstanceName({ me: { instances, instance } }: { me: Me }): JSX.Element | null {
  const nameOf = ({ name, identityStoreId }: Instance) => name ?? identityStoreId;
  if (instances.length <= 1) return instance ? <span title={instance.arn}>{nameOf(instance)}</span> : null;
  return (
    <select
      aria-label="Instance of Identity Center"
      value={instance ? idOf(instance.arn) : ''}
      onChange={(event) => go(href([], { instance: event.currentTarget.value }))}
    >
      {!instance && <option value="">Choose an instance</option>}
      {instances.map((one) => (
        <option key={one.arn} value={idOf(one.arn)}>
          {nameOf(one)}
        </option>
      ))}
    </select>
  );
}

interface NavigationProps {
  readonly me: Me;
  readonly first: string;
  readonly kind: 'side' | 'menu';
}

/** Beside the view where there is room, else a menu. What the viewer may not see is not offered. */
function Navigation({ me, first, kind }: NavigationProps): JSX.Element {
  const links = Object.entries(views)
    .filter(([, { label, needs }]) => label !== undefined && me.may(needs))
    .map(([path, { label }]) => (
      <li key={path}>
        <a href={href([path])} aria-current={path === first ? 'page' : undefined}>
          {label}
        </a>
      </li>
    ));
  if (kind === 'side')
    return (
      <nav class="side" aria-label="Views">
        <ul>{links}</ul>
      </nav>
    );
  return (
    // Another view closes it.
    <details class="menu" key={first}>
      <summary>Menu</summary>
      <nav aria-label="Views">
        <ul>{links}</ul>
      </nav>
    </details>
  );
}
