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

export function OuPath({ ou }: { ou: Ou | null | undefined }): JSX.Element | null {
  const all = ousOf(ou);
  // The root, in which everything is, is told where there is nothing else.
  const ous = all.length > 1 ? all.slice(1) : all;
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
