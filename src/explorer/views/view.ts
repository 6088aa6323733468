import type { ComponentType } from 'preact';

export interface ViewProps {
  /** What of its kind it shows: the second part of the path. Undefined: all of them. */
  readonly id: string | undefined;
}

export interface View {
  /** In the navigation; what has none is found in another way. */
  readonly label?: string;
  /** What a viewer may do who is offered it. */
  readonly needs: 'READ' | 'CREDENTIALS';
  readonly load: () => Promise<{ readonly default: ComponentType<ViewProps> }>;
}
