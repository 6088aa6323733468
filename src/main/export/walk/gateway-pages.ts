import { GatewayError } from '../../../errors.ts';
import type { WalkEvidence } from '../../../reading/walk-evidence.ts';
import { errorOf, type GatewayClient, type PartialAnswer } from '../../commands/gateway-client.ts';
import { completenessOf, failureOf, type SweepEvent } from './gateway-sweep.ts';

/** What is selected of whatever tells how complete it is. */
export const completenessSelection = `completeness {
      complete asOf failuresOmitted
      failures { operation accountId permissionSetArn principalId code message asOf }
      unmatched { path value suggestions }
    }`;

/** What is selected of each list beside its nodes. */
export const pageSelection = `pageInfo { hasNextPage endCursor }
    ${completenessSelection}`;

/** How complete something is, with `completenessSelection`. */
export type TellsCompleteness = Pick<SweepEvent, 'completeness'>;

/** A page of a list, with `pageSelection`. */
export interface ListPage<Node> extends TellsCompleteness {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  /** Where it was selected. */
  readonly totalCount?: number | null;
}

/** Whatever answers GraphQL: a running gateway, or this process. */
export type Asker = Pick<GatewayClient, 'askInPart'>;

export interface Asking {
  readonly variables: object;
  readonly evidence: WalkEvidence;
  readonly signal: AbortSignal;
}

export interface Walk<Node, Data> extends Asking {
  /** With a variable `after`. */
  readonly document: string;
  readonly list: (data: Data) => ListPage<Node> | null | undefined;
  /** What is said where the answer has no such list, and no error. */
  readonly missing?: string;
}

export interface WalkedPage<Node> {
  readonly nodes: readonly Node[];
  /** Undefined where it was not selected, or is not known. */
  readonly totalCount: number | undefined;
  /** To AWS, that it took. */
  readonly calls: number;
  readonly isComplete: boolean;
  readonly done: boolean;
}

/** A list page by page. What could not be read goes to the evidence. */
export async function* pagesOf<Node, Data = unknown>(
  asker: Asker,
  { document, list, missing, variables, evidence, signal }: Walk<Node, Data>,
): AsyncGenerator<WalkedPage<Node>, void> {
  let after: string | null = null;
  do {
    const asked: Asking = { variables: { ...variables, after }, evidence, signal };
    const { found: page, calls }: Found<ListPage<Node>> = await ask(asker, document, list, asked, missing);
    const { nodes, pageInfo, totalCount, completeness }: ListPage<Node> = page;
    const done = !pageInfo.hasNextPage;
    const isComplete = completeness.complete;
    yield { nodes, totalCount: totalCount ?? undefined, calls, isComplete, done };
    after = done ? null : pageInfo.endCursor;
  } while (after !== null);
}

interface Found<Part> {
  readonly found: Part;
  readonly calls: number;
}

/** One answer, of which a part is wanted, with what it rests on. Throws where that part is not there. */
export async function ask<Part extends TellsCompleteness | readonly TellsCompleteness[], Data>(
  asker: Asker,
  document: string,
  part: (data: Data) => Part | null | undefined,
  { variables, evidence, signal }: Asking,
  missing = 'The gateway answers without a reason',
): Promise<Found<Part>> {
  const answer: PartialAnswer<Data> = await asker.askInPart(document, variables, signal);
  const { data, errors, calls } = answer;
  const found = data && part(data);
  if (!found) throw errors[0] ? errorOf(errors[0]) : new GatewayError('NOT_FOUND', missing);
  for (const lookup of errors) evidence.add({ readAt: undefined, failure: failureOf(lookup) });
  const told: readonly TellsCompleteness[] = Array.isArray(found) ? found : [found];
  for (const { completeness } of told)
    evidence.addPage(completenessOf({ completeness, progress: { done: true } }));
  return { found, calls };
}
