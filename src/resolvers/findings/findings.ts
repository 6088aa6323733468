import type { Context } from '../../context.ts';
import { badInput, GatewayError } from '../../errors.ts';
import type { InstanceReader } from '../../reader/instance-reader.ts';
import type { Completeness } from '../../reading/completeness.ts';
import type { ReadScope } from '../../reading/scope.ts';
import { findingTypes, kinds, type FindingType, type FoundNode, type Kind, type Severity } from './kinds.ts';

export interface FindingNode {
  readonly type: FindingType;
  readonly severity: Severity;
  readonly title: string;
  readonly count: number;
  readonly query: string;
  readonly sample: readonly FoundNode[];
  readonly completeness: Completeness;
}

interface Args {
  readonly types?: readonly string[] | null | undefined;
  readonly maxAge?: number | null | undefined;
  readonly onlyKnown?: boolean | null | undefined;
  readonly instanceArn?: string | null | undefined;
}

const sampleSize = 10;

export async function findings(
  _root: unknown,
  { types, maxAge, onlyKnown, instanceArn }: Args,
  { reader: readers, scope: asked }: Context,
): Promise<FindingNode[]> {
  const wanted = types ? types.map(checked) : findingTypes;
  const reader = await readers.instance(instanceArn, asked);
  const scope = onlyKnown ? { ...asked, onlyKnown } : asked;
  const found: FindingNode[] = [];
  // One after another: most rest on the same reads, which the first of them makes and the others are not to be charged for.
  for (const type of new Set(wanted)) found.push(await find(type, { reader, maxAge, scope }));
  return found;
}

function checked(type: string, n: number): FindingType {
  const known = findingTypes.find((one) => one === type);
  if (known) return known;
  throw badInput(
    `types[${n}]`,
    `there is no finding ${JSON.stringify(type)}; give some of ${findingTypes.join(', ')}`,
  );
}

interface Asking extends Pick<Args, 'maxAge'> {
  readonly reader: InstanceReader;
  readonly scope: ReadScope;
}

/** One finding. What keeps it from being told is said by its completeness, and keeps no other. */
async function find(type: FindingType, { reader, maxAge, scope }: Asking): Promise<FindingNode> {
  const kind: Kind = kinds[type];
  const { severity, query } = kind;
  const list = { first: sampleSize, maxAgeMs: maxAge, withTotalCount: true };
  try {
    const { found: count = 0, nodes, completeness } = await kind.list(reader, list, scope);
    const title = titleOf(kind, count, completeness.complete);
    return { type, severity, query, count, title, sample: nodes, completeness };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { operation = kind.operation } = error.details;
    const failure = { operation: String(operation), code: error.code, message: error.message };
    const completeness = { complete: false, asOf: undefined, failures: [failure], failuresOmitted: 0 };
    return { type, severity, query, count: 0, title: titleOf(kind, 0, false), sample: [], completeness };
  }
}

function titleOf({ one, several }: Kind, count: number, isComplete: boolean): string {
  if (count === 0) return isComplete ? `No ${one}` : `Not known: no ${one}, as far as could be read`;
  const told = `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`;
  return isComplete ? told : `At least ${told}`;
}
