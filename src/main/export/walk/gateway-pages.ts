import type { WalkEvidence } from '../../../reading/walk-evidence.ts';
import { errorOf, type GatewayClient, type PartialAnswer } from '../../commands/gateway-client.ts';
import { completenessOf, failureOf, type SweepEvent } from './gateway-sweep.ts';

/** What is selected of each list beside its nodes. */
export const pageSelection = `pageInfo { hasNextPage endCursor }
    completeness {
      complete asOf failuresOmitted
      failures { operation accountId permissionSetArn principalId code message asOf }
      unmatched { path value suggestions }
    }`;

/** A page of a list, with `pageSelection`. */
interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly completeness: SweepEvent['completeness'];
}

type Answer<Node> = PartialAnswer<Readonly<Record<string, Page<Node> | null>>>;

interface Walk {
  /** With a variable `after`. */
  readonly document: string;
  /** The field of Query that it asks for. */
  readonly field: string;
  readonly variables: object;
  readonly evidence: WalkEvidence;
  readonly signal: AbortSignal;
}

/** A gateway's list page by page, with the calls to AWS that each took. */
export async function* pagesOf<Node>(
  gateway: GatewayClient,
  { document, field, variables, evidence, signal }: Walk,
): AsyncGenerator<{ readonly nodes: readonly Node[]; readonly calls: number; readonly done: boolean }, void> {
  let after: string | null = null;
  do {
    const answer: Answer<Node> = await gateway.askInPart(document, { ...variables, after }, signal);
    const { data, errors, calls } = answer;
    const page = data?.[field];
    if (!page) throw errorOf(errors[0] ?? { message: 'The gateway answers without a reason' });
    for (const lookup of errors) evidence.add({ readAt: undefined, failure: failureOf(lookup) });
    const { nodes, pageInfo, completeness } = page;
    evidence.addPage(completenessOf({ completeness, progress: { done: true } }));
    const done = !pageInfo.hasNextPage;
    yield { nodes, calls, done };
    after = done ? null : pageInfo.endCursor;
  } while (after !== null);
}
