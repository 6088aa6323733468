import type {
  Batch,
  Committed,
  Log,
  Scope,
  Slice,
  Store,
  StoredChange,
  StoredExtent,
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
  readonly #extents = new Map<string, { readonly extent: StoredExtent; readonly version: number }>();
  readonly #changes: StoredChange[] = [];
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
        this.#extents.set(extent.key, { extent, version: ++this.#version });
      }
    }
    for (const { key, readAt } of dropped)
      if ((this.#extents.get(key)?.extent.readAt ?? readAt + 1) <= readAt) this.#extents.delete(key);
    this.#changes.push(...changes);
    return { others, version: this.#version, refused };
  }

  async changesSince(id: number) {
    return { changes: this.#changes.slice(id), last: this.#changes.length };
  }

  #after(version: number): StoredExtent[] {
    const entries = [...this.#extents.values()].filter((entry) => entry.version > version);
    return entries.map(({ extent }) => extent);
  }
}
