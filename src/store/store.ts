/** An instance at an endpoint: what is kept of one is never served as another's. */
export interface Scope {
  readonly endpoint: string;
  readonly instanceArn: string;
}

/** An extent as it was last read, its facts as a text that the store does not look into. */
export interface StoredExtent {
  readonly key: string;
  /** When the read began, in epoch milliseconds. */
  readonly readAt: number;
  readonly facts: string;
  /** Since when what it tells of is known, if that is before its first read. @default its first read */
  readonly knownSince?: number;
}

/** A fact that changed between two reads of one extent; `before` and `after` are JSON, undefined where there was none. */
export interface StoredChange {
  readonly extent: string;
  readonly fact: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** When the two reads began, in epoch milliseconds. */
  readonly since: number;
  readonly readAt: number;
}

/** A change as it is kept: ids go up in the order of keeping. */
export interface KeptChange extends StoredChange {
  readonly id: number;
}

/** A part of the changes of one scope, oldest first. */
export interface ChangeSlice {
  readonly changes: readonly KeptChange[];
  /** Where the next slice goes on. */
  readonly last: number;
  /** True when there is nothing after this slice at present. */
  readonly isLast: boolean;
  /** The id of the oldest change that is still kept, or that the next one will have: those before were forgotten. */
  readonly oldest: number;
}

/** An extent as it is kept: what changed in it before `knownSince` is not known. */
export interface KeptExtent extends StoredExtent {
  readonly knownSince: number;
  /** What `facts` has between its spaces, where the store tells the words of very many extents apart. */
  readonly words?: Words;
}

/** Some words of a list that many extents share, by their numbers in it. */
export interface Words {
  /** More are added at its end, and none goes. */
  readonly all: readonly string[];
  readonly numbers: Uint32Array;
  /** Which of the numbers: from this one up to the one before the other. */
  readonly from: number;
  readonly to: number;
}

/** An extent to remove, unless it was read again since. */
export interface DroppedExtent extends Pick<StoredExtent, 'key' | 'readAt'> {
  /** What was read up to then, in epoch milliseconds, is not what is meant. @default whatever was read before is */
  readonly readAfter?: number;
}

/** Before every moment at which something can have been read. */
export const beforeAll = -1;

/** One commit: all of it is kept, or none. */
export interface Batch {
  readonly extents: readonly StoredExtent[];
  readonly changes: readonly StoredChange[];
  readonly dropped: readonly DroppedExtent[];
  /** The version that the log has after this batch, at least. @default as many extents as there are */
  readonly upTo?: number;
}

/** A part of the log: extents in the order in which they were kept, each as it is now. */
export interface Slice {
  readonly extents: readonly KeptExtent[];
  /** Where the next slice goes on. */
  readonly version: number;
  /** True when the log has nothing after this slice at present. */
  readonly isLast: boolean;
}

export interface Committed {
  /** What others have kept after `seen` and before this batch. */
  readonly others: readonly KeptExtent[];
  readonly version: number;
  /** Keys of extents of which a later read is kept already: these were not. */
  readonly refused: readonly string[];
}

/** The log of one scope. Every method rejects with a `StoreError` where the store cannot be used at present. */
export interface Log {
  /** What was kept after a version; after 0, everything. */
  since(version: number): Promise<Slice>;
  /** `seen`: the version up to which the caller knows what others have kept. */
  commit(batch: Batch, seen: number): Promise<Committed>;
  /** What changed after a change's id; `of`: in extents whose keys begin so. @default in all */
  changesSince(id: number, of?: readonly string[]): Promise<ChangeSlice>;
  /** Forgets changes that were seen before a moment, in epoch milliseconds. */
  forgetChanges(before: number): Promise<void>;
}

export interface Store extends AsyncDisposable {
  log(scope: Scope): Promise<Log>;
}

/** Why a store cannot be used at present. What is to be kept waits, and answers go on from memory. */
export class StoreError extends Error {}

/** Another gateway reads from AWS by now: what this one has read is not kept. */
export class RoleLost extends StoreError {}

/** The file belongs to another program, and must not be made a store. */
export class NotAStore extends StoreError {}
