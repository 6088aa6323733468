import { OrganizationError, type Tag, type Tags } from './types.ts';

/** The tags of one service's resources. */
export class TagStore implements Tags {
  readonly #tags: Map<string, readonly Tag[]>;
  readonly #maxTags: number;
  readonly #written: (resource: string) => void;

  /**
   * `maxTags`: the service's quota for one resource. `written` is told of every write before it is made, and throws
   * when there is no such resource.
   */
  constructor(
    tags: ReadonlyMap<string, readonly Tag[]>,
    maxTags: number,
    written: (resource: string) => void,
  ) {
    this.#tags = new Map(tags);
    this.#maxTags = maxTags;
    this.#written = written;
  }

  of(resource: string): readonly Tag[] {
    return this.#tags.get(resource) ?? [];
  }

  forget(resource: string): void {
    this.#tags.delete(resource);
  }

  tag(resource: string, tags: readonly Tag[]): void {
    const values = new Map([...this.of(resource), ...tags].map(({ key, value }) => [key, value]));
    if (values.size > this.#maxTags)
      throw new OrganizationError('QUOTA', 'TAG', `A resource takes ${this.#maxTags} tags`);
    this.#set(
      resource,
      Array.from(values, ([key, value]) => ({ key, value })),
    );
  }

  untag(resource: string, keys: readonly string[]): void {
    this.#set(
      resource,
      this.of(resource).filter(({ key }) => !keys.includes(key)),
    );
  }

  #set(resource: string, tags: readonly Tag[]): void {
    this.#written(resource);
    this.#tags.set(resource, tags);
  }
}
