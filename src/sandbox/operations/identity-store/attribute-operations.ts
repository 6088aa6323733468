import { model } from '../../models/identitystore.generated.ts';
import type { Operations } from '../../models/identitystore.generated.ts';
import type { Shape } from '../../models/model.ts';
import { WireError } from '../../protocol/errors.ts';
import { violations } from '../../protocol/validation.ts';
import { identityStoreRefusals } from '../refusals.ts';

type AttributeOperation = Operations['UpdateUser']['input']['Operations'][number];
type Members = Readonly<Record<string, unknown>>;

/**
 * A user or group after the operations of an update. They name attributes as AWS's reference does, with a small
 * letter (`name.familyName`), and a value of null takes the attribute away. `shapeName`: what the whole has to fit,
 * which is the request that would create it.
 */
export function withOperations<Document extends object>(
  document: Document,
  operations: readonly AttributeOperation[],
  shapeName: 'CreateUserRequest' | 'CreateGroupRequest',
): Document {
  const changed = operations.reduce<Members>(
    (before, operation) => withValue(before, stepsOf(operation), operation, model.shapes[shapeName]),
    // Interfaces have no index signature, and may be walked through by name all the same.
    document as Members,
  );
  // The store is not among the attributes, and the shape demands it.
  const found = violations(model, shapeName, { ...changed, IdentityStoreId: 'd-0000000000' });
  if (found.length > 0) throw identityStoreRefusals.invalid(found);
  // Its shape was just seen to be the document's.
  return changed as Document;
}

/** The name of an extension has colons in it. */
function stepsOf({ AttributePath: path }: AttributeOperation): readonly string[] {
  const steps = path.split('.');
  return path.includes(':') ? ['extensions', ...steps] : steps;
}

function withValue(
  before: Members,
  [step = '', ...others]: readonly string[],
  operation: AttributeOperation,
  shape: Shape | undefined,
): Members {
  const { name, target } = memberAt(step, operation, shape);
  const { [name]: old, ...rest } = before;
  const next =
    others.length === 0
      ? valueFor(target, operation.AttributeValue)
      : withValue(isMembers(old) ? old : {}, others, operation, target);
  const isGone = next === undefined || (isMembers(next) && Object.keys(next).length === 0);
  return isGone ? rest : { ...rest, [name]: next };
}

/** A list, such as the e-mails, is only replaced as a whole. An extension's attributes are the customer's own. */
function memberAt(
  step: string,
  { AttributePath: path }: AttributeOperation,
  shape: Shape | undefined,
): { readonly name: string; readonly target: Shape | undefined } {
  if (shape?.type === 'document') return { name: step, target: shape };
  if (shape?.type === 'map') return { name: step, target: model.shapes[shape.value] };
  const members = shape?.type === 'structure' ? shape.members : {};
  const found = Object.entries(members).find(([name]) => name.toLowerCase() === step.toLowerCase());
  if (found === undefined || found[0] === 'IdentityStoreId') {
    throw new WireError('ValidationException', `There is no attribute ${path} to update.`);
  }
  return { name: found[0], target: model.shapes[found[1]] };
}

function valueFor(target: Shape | undefined, value: unknown): unknown {
  return target?.type === 'document' ? (value ?? undefined) : spelled(value);
}

/** The members of a value begin with a small letter too (`[{"value": …}]`), and nulls count as absent. */
function spelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelled);
  if (!isMembers(value)) return value ?? undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      inner === null ? [] : [[name.charAt(0).toUpperCase() + name.slice(1), spelled(inner)]],
    ),
  );
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
