import { Component, type ComponentChildren } from 'preact';
import { Fault } from '../parts/states.tsx';

/** Around a view: one that fails says so, and the rest of the page goes on. */
export class Mishap extends Component<
  { readonly children: ComponentChildren },
  { readonly hasFailed: boolean }
> {
  override state = { hasFailed: false };

  static override getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override componentDidCatch(error: unknown): void {
    // For whoever looks for the reason; the browser's own report of it ends here.
    reportError(error);
  }

  override render(): ComponentChildren {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Fault
        isWhole
        title="This view failed"
        remedy="That is a fault of the page, and not of what it shows. The browser's console has the reason; “As GraphQL” asks the same without the page."
      />
    );
  }
}
