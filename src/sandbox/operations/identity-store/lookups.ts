import type { Operations } from '../../models/identitystore.generated.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call } from '../call.ts';

type AlternateIdentifier = Operations['GetUserId']['input']['AlternateIdentifier'];
type Filters = Operations['ListUsers']['input']['Filters'];

/** The deprecated Filters: one exact match at most, and where the directory is Active Directory, one at least. */
export function filterValue(filters: Filters, attributePath: string, { modes }: Call): string | undefined {
  const filter = filters?.[0];
  if (filter === undefined) {
    if (modes.directoryCannotBeListed) throw new WireError('ValidationException', 'Filter is required');
    return undefined;
  }
  if (filter.AttributePath !== attributePath) {
    throw new WireError('ValidationException', `Filters takes the attribute path ${attributePath} only.`);
  }
  return filter.AttributeValue;
}

/** What a filter found, as a list. */
export function one<T>(row: T | undefined): readonly T[] {
  return row === undefined ? [] : [row];
}

/** Nobody here comes from an external identity provider, so that an ExternalId finds nobody. */
export function lookUp<T>(
  { UniqueAttribute: attribute }: AlternateIdentifier,
  findBy: ReadonlyMap<string, (value: string) => T | undefined>,
): T | undefined {
  if (attribute === undefined) return undefined;
  const find = findBy.get(attribute.AttributePath.toLowerCase());
  if (find === undefined || typeof attribute.AttributeValue !== 'string') {
    throw new WireError(
      'ValidationException',
      'UniqueAttribute names no attribute that identifies one resource.',
    );
  }
  return find(attribute.AttributeValue);
}
