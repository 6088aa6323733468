import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { GraphqlError } from '../graphql/ask.ts';

interface StateTitleProps {
  readonly title: string;
  /** Whether it is all that there is of a view, whose heading it is then. */
  readonly isWhole?: boolean | undefined;
}

function StateTitle({ title, isWhole }: StateTitleProps): JSX.Element {
  return isWhole ? <h1 class="state-title">{title}</h1> : <p class="state-title">{title}</p>;
}

/** There is nothing to show, and why. */
export function Empty(props: StateTitleProps & { readonly children?: ComponentChildren }): JSX.Element {
  const { children } = props;
  return (
    <div class="state">
      <StateTitle {...props} />
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

/** Something went wrong, and what to do about it. */
export function Fault(props: StateTitleProps & { readonly remedy: string }): JSX.Element {
  return (
    <div class="state fault" role="alert">
      <StateTitle {...props} />
      <p>{props.remedy}</p>
    </div>
  );
}

/** While something is read: nothing at first, as most is there at once, then what it is that takes so long. */
export function Waiting({ what }: { what: string }): JSX.Element | null {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return isLong ? <p class="state waiting">Reading {what} …</p> : null;
}

export interface StandInProps extends Pick<StateTitleProps, 'isWhole'> {
  readonly what: string;
  readonly isReading: boolean;
  readonly isUnreachable: boolean;
  readonly errors: readonly GraphqlError[];
  /** Whether nothing is missing. @default true, where the answer is one thing that is there or not */
  readonly isComplete?: boolean | undefined;
  /** What is said when everything was read and nothing is there. */
  readonly nothing: ComponentChildren;
  /** What is said when nothing is there of what could be read. @default that the bar tells what is missing */
  readonly nothingRead?: { readonly title: string; readonly words: string } | undefined;
}

const nothingThatCouldBeRead = {
  title: 'Nothing that could be read',
  words: 'The bar below tells what is missing.',
};

/** What stands where a view has nothing to show: it is read, it failed, or there is nothing. */
export function StandIn(props: StandInProps): JSX.Element | null {
  const { what, isReading, isUnreachable, errors, isComplete = true, nothing, isWhole } = props;
  const { nothingRead = nothingThatCouldBeRead } = props;
  if (isReading) return <Waiting what={what} />;
  if (isUnreachable)
    return (
      <Fault
        isWhole={isWhole}
        title="There is no connection to the gateway"
        remedy="“Read again” below tries once more."
      />
    );
  const [error] = errors;
  if (error)
    return (
      <Fault
        isWhole={isWhole}
        title={titles[error.extensions?.code ?? ''] ?? 'This could not be read'}
        remedy={error.message}
      />
    );
  if (!isComplete)
    return (
      <Empty isWhole={isWhole} title={nothingRead.title}>
        {nothingRead.words}
      </Empty>
    );
  return (
    <Empty isWhole={isWhole} title="Nothing is here">
      {nothing}
    </Empty>
  );
}

/** Of the codes that ask for something else than reading again. */
const titles: Readonly<Record<string, string>> = {
  FORBIDDEN: 'You may not see this',
  AWS_ACCESS_DENIED: 'AWS does not let the gateway read this',
  AWS_THROTTLED: 'AWS has the gateway wait for its turn',
  TOO_MANY_REQUESTS: 'You asked more than the gateway answers at once',
  AMBIGUOUS: 'Several things are called so',
};
