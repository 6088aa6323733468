import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { GraphqlError } from '../graphql/ask.ts';

/** There is nothing to show, and why. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="state">
      <p class="state-title">{title}</p>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

/** Something went wrong, and what to do about it. */
export function Fault({ title, remedy }: { title: string; remedy: string }): JSX.Element {
  return (
    <div class="state fault" role="alert">
      <p class="state-title">{title}</p>
      <p>{remedy}</p>
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

export interface StandInProps {
  readonly what: string;
  readonly isReading: boolean;
  readonly isUnreachable: boolean;
  readonly errors: readonly GraphqlError[];
  /** Whether nothing is missing. @default true, where the answer is one thing that is there or not */
  readonly isComplete?: boolean | undefined;
  /** What is said when everything was read and nothing is there. */
  readonly nothing: ComponentChildren;
}

/** What stands where a view has nothing to show: it is read, it failed, or there is nothing. */
export function StandIn(props: StandInProps): JSX.Element | null {
  const { what, isReading, isUnreachable, errors, isComplete = true, nothing } = props;
  if (isReading) return <Waiting what={what} />;
  if (isUnreachable)
    return (
      <Fault title="There is no connection to the gateway" remedy="“Read again” below tries once more." />
    );
  const [error] = errors;
  if (error)
    return (
      <Fault
        title={titles[error.extensions?.code ?? ''] ?? 'This could not be read'}
        remedy={error.message}
      />
    );
  if (!isComplete)
    return <Empty title="Nothing that could be read">The bar below tells what is missing.</Empty>;
  return <Empty title="Nothing is here">{nothing}</Empty>;
}

/** Of the codes that ask for something else than reading again. */
const titles: Readonly<Record<string, string>> = {
  FORBIDDEN: 'You may not see this',
  AWS_ACCESS_DENIED: 'AWS does not let the gateway read this',
  AWS_THROTTLED: 'AWS has the gateway wait for its turn',
  TOO_MANY_REQUESTS: 'You asked more than the gateway answers at once',
  AMBIGUOUS: 'Several things are called so',
};
