import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { SignIn } from './access/sign-in.tsx';
import { access } from './access/token.ts';
import { Frame } from './frame/frame.tsx';
import { place } from './frame/location.ts';
import { type Me, useMe } from './frame/me.ts';
import { Mishap } from './frame/mishap.tsx';
import { Empty, Fault } from './parts/states.tsx';
import { useStore } from './store.ts';
import { Home } from './views/home/home.tsx';
import type { ViewProps } from './views/view.ts';
import { viewAt } from './views/views.ts';

export function App(): JSX.Element {
  return useStore(access) === 'out' ? <SignIn /> : <Inside />;
}

function Inside(): JSX.Element {
  const me = useMe();
  const { parts } = useStore(place);
  return (
    <Frame me={me}>
      <Mishap key={parts.join('/')}>
        <ViewHere me={me} parts={parts} />
      </Mishap>
    </Frame>
  );
}

function ViewHere({ me, parts }: { me: Me; parts: readonly string[] }): JSX.Element | null {
  const [first = '', id] = parts;
  const view = viewAt(first);
  const [loaded, setLoaded] = useState<{
    first: string;
    View?: ComponentType<ViewProps>;
    problem?: unknown;
  }>();

  useEffect(() => {
    let isHere = true;
    view?.load().then(
      (module) => isHere && setLoaded({ first, View: module.default }),
      (problem: unknown) => isHere && setLoaded({ first, problem }),
    );
    return () => void (isHere = false);
  }, [first]);

  if (me.isUnreachable)
    return (
      <Fault
        isWhole
        title="There is no connection to the gateway"
        remedy="“Read again” below tries once more."
      />
    );
  if (me.isReading) return null;
  if (me.instances.length > 0 && !me.instance) return <StrangeInstance />;
  if (first === '') return me.may('READ') ? <Home /> : <Welcome />;
  if (!view || parts.length > 2) return <Nowhere />;
  if (!me.may(view.needs)) return <Refused permission={view.needs} />;
  if (loaded?.first !== first) return null;
  if (loaded.problem !== undefined)
    return (
      <Fault
        isWhole
        title="This view could not be loaded"
        remedy="Reload the page: the gateway may be a newer one."
      />
    );
  // Another thing of a kind is another view: nothing of the one before it stays.
  return loaded.View ? <loaded.View key={`${first}/${id}`} id={id} /> : null;
}

function StrangeInstance(): JSX.Element {
  return (
    <Empty isWhole title="This instance of Identity Center is not here">
      The address names one that this gateway does not see. <a href="/">Go to the one that it sees first.</a>
    </Empty>
  );
}

function Nowhere(): JSX.Element {
  return (
    <Empty isWhole title="Nothing is here">
      The address may be mistyped. Search for a person, a group, an account or a permission set above.
    </Empty>
  );
}

function Welcome(): JSX.Element {
  return (
    <Empty isWhole title="Identity Center">
      What you may do here is in the navigation.
    </Empty>
  );
}

function Refused({ permission }: { permission: string }): JSX.Element {
  return (
    <Fault
      isWhole
      title="You may not see this"
      remedy={`It needs the permission “${permission.toLowerCase()}”, which whoever runs this gateway grants.`}
    />
  );
}
