import type { JSX } from 'preact';
import { graphql } from '../graphql/document.ts';
import { OuLink } from './links.tsx';

/** The OU of an account and those above it: AWS nests them five deep, below the root. */
export const ouPathParts = graphql(`
  fragment OuPathParts on OrganizationalUnit {
    targetId
    name
    parent {
      targetId
      name
      parent {
        targetId
        name
        parent {
          targetId
          name
          parent {
            targetId
            name
            parent {
              targetId
              name
            }
          }
        }
      }
    }
  }
`);

export interface Ou {
  readonly targetId: string;
  readonly name: string | null;
  readonly parent?: Ou | null;
}

/** From the root down. */
export function ousOf(ou: Ou | null | undefined): Ou[] {
  return ou ? [...ousOf(ou.parent), ou] : [];
}

/** `Prod / Data`, without the root, in which everything is. */
export function ouPathText(ou: Ou | null | undefined): string {
  return ousOf(ou)
    .filter(({ targetId }) => !targetId.startsWith('r-'))
    .map(({ name, targetId }) => name ?? targetId)
    .join(' / ');
}

export interface OuPathProps {
  readonly ou: Ou | null | undefined;
  /** The id of one of them, below which the path begins. @default the root, unless there is nothing else */
  readonly below?: string;
}

export function OuPath({ ou, below }: OuPathProps): JSX.Element | null {
  const all = ousOf(ou);
  const above = below === undefined ? 0 : all.findIndex(({ targetId }) => targetId === below);
  const ous = all.length > 1 || below !== undefined ? all.slice(above + 1) : all;
  if (ous.length === 0) return null;
  return (
    <span class="ou-path">
      {ous.map(({ targetId, name }, n) => (
        <span key={targetId}>
          {n > 0 && ' / '}
          <OuLink id={targetId}>{name ?? targetId}</OuLink>
        </span>
      ))}
    </span>
  );
}
