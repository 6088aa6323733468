import type { Known } from '../../src/mirror/rows.ts';
import type { Bookmark } from '../../src/aws/call/call.ts';
import { LongLists } from '../../src/reader/extents/long-lists.ts';
import { SingleFlight } from '../../src/reading/single-flight.ts';
import { Lookup, type LookupKind } from '../../src/reader/facts/by-id.ts';
import { Reads } from '../../src/reader/reads.ts';

interface Thing {
  readonly name: string;
}

export interface World {
  /** Things that AWS has, numbered from 0. */
  readonly size: number;
  readonly pageSize?: number;
  readonly guessedSize?: number;
  /** The list was read before, and its length is known. */
  readonly isSizeKnown?: boolean;
  readonly hasNoList?: boolean;
}

/** Things by number that AWS describes one by one and lists by the page, with a count of the calls. */
export function describedWorld(world: World) {
  const { size, pageSize = 10, guessedSize = 20, isSizeKnown = false, hasNoList = false } = world;
  let now = 1_000;
  const known = new Map<number, Known<Thing>>();
  let listedAt: number | undefined;
  let knownSize = isSizeKnown ? size : undefined;
  const failing = new Map<'describe' | 'list', Error>();
  const calls = { describe: 0, list: 0, listsAtOnce: 0, mostListsAtOnce: 0 };
  const put = (id: number, readAt: number) => known.set(id, { name: `thing ${id}`, readAt });
  const call = async (kind: 'describe' | 'list') => {
    calls[kind]++;
    await Promise.resolve();
    const failure = failing.get(kind);
    if (failure) throw failure;
  };
  const lists = new LongLists();
  const listKey = { kind: 'list', text: 'things', parts: [] } as const;
  const pages = async function* (bookmark: Bookmark) {
    calls.mostListsAtOnce = Math.max(calls.mostListsAtOnce, ++calls.listsAtOnce);
    try {
      for (let start = Number(bookmark.token ?? 0); start === 0 || start < size; start += pageSize) {
        await call('list');
        bookmark.token = start + pageSize < size ? String(start + pageSize) : undefined;
        yield Array.from({ length: Math.min(pageSize, size - start) }, (_, n) => start + n);
      }
    } finally {
      calls.listsAtOnce--;
    }
  };
  const kind: LookupKind<number, Thing> = {
    operations: { one: 'describe', list: 'list' },
    keyOf: String,
    known: (ids) => new Map(ids.flatMap((id) => (known.has(id) ? [[String(id), known.get(id)!]] : []))),
    knownOne: (id) => known.get(id),
    one: (id) => ({
      key: { kind: 'list', text: `thing/${id}`, parts: [] },
      about: { principalId: String(id) },
      readAt: () => known.get(id)?.readAt ?? undefined,
      read: async ({ startedAt }) => {
        await call('describe');
        put(id, startedAt);
        return startedAt;
      },
    }),
    ...(!hasNoList && {
      bulk: {
        list: (maxPages) => ({
          key: listKey,
          maxPages,
          about: {},
          readAt: () => listedAt,
          read: async (flight) => {
            const { readAt } = await lists.read(listKey, flight, pages, (page, _, at) => {
              for (const id of page) put(id, at);
            });
            for (const id of range(0, size)) put(id, readAt);
            listedAt = readAt;
            knownSize = size;
            return readAt;
          },
        }),
        lacking: (ids, { readAt, isSince }) => {
          if (!isSince) return { ask: ids };
          for (const id of ids) known.set(id, { name: 'nothing', readAt });
          return { ask: [] };
        },
        pagesRead: (notBefore) => lists.pagesRead(listKey, notBefore),
        size: () => knownSize,
        pageSize,
        guessedSize,
      },
    }),
  };
  const clock = () => now;
  return {
    lookup: new Lookup(kind, new Reads(new SingleFlight(clock), clock), clock),
    calls,
    failing,
    known,
    now: clock,
    pass: (ms: number) => void (now += ms),
    total: () => calls.describe + calls.list,
    pages: Math.ceil(size / pageSize),
  };
}

export function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => from + n);
}
