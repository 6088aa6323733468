import type { Context } from '../../context.ts';
import type { AssignmentFilterInput } from '../../reader/filter/input.ts';
import type { Change, ChangeKind, Subject } from '../../reader/history/change.ts';
import type { FeedEvent } from '../../reader/history/feed.ts';
import type { AssignmentNode, Node } from '../../reader/nodes.ts';
import { chain, type Awaitable } from '../../reading/coroutine.ts';
import { connection, type Connection } from '../connection.ts';
import { leavable } from '../leavable.ts';

export type About = Subject['about'];

/** A change, and where to look up the rest of what it is about. */
export interface ChangeNode extends Node {
  readonly change: Change;
  readonly subject: Subject;
}

/** A change that is about one kind of thing. */
export interface ChangeOf<Of extends About> extends ChangeNode {
  readonly subject: Extract<Subject, { readonly about: Of }>;
}

interface Args {
  readonly filter?: AssignmentFilterInput | null | undefined;
  readonly after?: string | null | undefined;
  readonly instanceArn?: string | null | undefined;
}

export function changes(
  args: Args & {
    readonly since: number;
    readonly until?: number | null | undefined;
    readonly kinds?: readonly ChangeKind[] | null | undefined;
    readonly first?: number | null | undefined;
  },
  withTotalCount: boolean,
  { reader: readers, scope }: Pick<Context, 'reader' | 'scope'>,
): Awaitable<Connection<ChangeNode>> {
  return chain(readers.instance(args.instanceArn, scope), (reader) =>
    chain(reader.changes({ ...args, withTotalCount }, scope), (page) =>
      connection(page, (change): ChangeNode => ({
        change,
        subject: change.subject,
        reader,
        freshness: page.freshness,
      })),
    ),
  );
}

export interface ChangeEvent extends Node, FeedEvent {}

export async function followChanges(
  { instanceArn, ...query }: Args,
  { reader: readers, scope }: Context,
): Promise<AsyncIterable<ChangeEvent>> {
  // It may be followed for days, and names be looked up all the time.
  scope.allowance?.lift();
  const reader = await readers.instance(instanceArn, scope);
  return leavable(scope.signal, (signal) => events(signal));

  async function* events(signal: AbortSignal): AsyncGenerator<ChangeEvent, void> {
    for await (const event of reader.followChanges(query, { ...scope, signal }))
      yield { ...event, reader, freshness: reader.freshness({ ...scope, askedAt: Date.now() }) };
  }
}

/** What changed, as the schema's type for it. */
export function nodesOf({ changes: all, reader, freshness }: ChangeEvent): ChangeNode[] {
  return all.map((change) => ({ change, subject: change.subject, reader, freshness }));
}

export function held({ reader, ...row }: AssignmentNode) {
  return reader.heldSince(row);
}
