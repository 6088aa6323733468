import type {
  Batch,
  Committed,
  KeptChange,
  KeptExtent,
  Log,
  Scope,
  Slice,
  Store,
} from '../../src/store/store.ts';

/** Keeps everything as long as it is open, in one process. */
export class MemoryStore implements Store {
  readonly #logs = new Map<string, Log>();

  async log({ endpoint, instanceArn }: Scope): Promise<Log> {
    const key = JSON.stringify([endpoint, instanceArn]);
    const log = this.#logs.get(key) ?? new MemoryLog();
    this.#logs.set(key, log);
    return log;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#logs.clear();
  }
}

class MemoryLog implements Log {
  /** In the order in which they were kept, by key, each with its version. */
  readonly #extents = new Map<string, { readonly extent: KeptExtent; readonly version: number }>();
  #changes: KeptChange[] = [];
  #lastChange = 0;
  #version = 0;

  async since(version: number): Promise<Slice> {
    return { extents: this.#after(version), version: this.#version, isLast: true };
  }

  async commit({ extents, changes, dropped }: Batch, seen: number): Promise<Committed> {
    const others = this.#after(seen);
    const refused: string[] = [];
    for (const extent of extents) {
      const known = this.#extents.get(extent.key);
      if (known && known.extent.readAt > extent.readAt) refused.push(extent.key);
      else {
        this.#extents.delete(extent.key);
        const knownSince = Math.min(
          extent.knownSince ?? extent.readAt,
          known?.extent.knownSince ?? extent.readAt,
        );
        this.#extents.set(extent.key, { extent: { ...extent, knownSince }, version: ++this.#version });
      }
    }
    for (const { key, readAt, readAfter = Number.NEGATIVE_INFINITY } of dropped) {
      const known = this.#extents.get(key)?.extent.readAt;
      if (known !== undefined && known <= readAt && known > readAfter) this.#extents.delete(key);
    }
    for (const change of changes) this.#changes.push({ ...change, id: ++this.#lastChange });
    return { others, version: this.#version, refused };
  }

  async changesSince(id: number, of: readonly string[] = ['']) {
    const isOf = ({ extent }: KeptChange) => of.some((beginning) => extent.startsWith(beginning));
    const changes = this.#changes.filter((change) => change.id > id && isOf(change));
    const oldest = this.#changes[0]?.id ?? this.#lastChange + 1;
    return { changes, last: changes.at(-1)?.id ?? id, isLast: true, oldest };
  }

  async forgetChanges(before: number) {
    this.#changes = this.#changes.filter(({ readAt }) => readAt >= before);
  }

  #after(version: number): KeptExtent[] {
    const entries = [...this.#extents.values()].filter((entry) => entry.version > version);
    return entries.map(({ extent }) => extent);
  }
}
