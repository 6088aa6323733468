import { OrganizationError, type Tag, type Tags } from './types.ts';

/** AWS's quota for one resource. */
const maxTags = 75;

/** The tags of the instance and its permission sets, by ARN. */
export class TagStore implements Tags {
  readonly #tags: Map<string, readonly Tag[]>;
  readonly #written: (resourceArn: string) => void;

  /** `written` is told of every write before it is made, and throws when there is no such resource. */
  constructor(tags: ReadonlyMap<string, readonly Tag[]>, written: (resourceArn: string) => void) {
    this.#tags = new Map(tags);
    this.#written = written;
  }

  of(resourceArn: string): readonly Tag[] {
    return this.#tags.get(resourceArn) ?? [];
  }

  forget(resourceArn: string): void {
    this.#tags.delete(resourceArn);
  }

  tag(resourceArn: string, tags: readonly Tag[]): void {
    const values = new Map([...this.of(resourceArn), ...tags].map(({ key, value }) => [key, value]));
    if (values.size > maxTags)
      throw new OrganizationError('QUOTA', 'TAG', `A resource takes ${maxTags} tags`);
    this.#set(
      resourceArn,
      Array.from(values, ([key, value]) => ({ key, value })),
    );
  }

  untag(resourceArn: string, keys: readonly string[]): void {
    this.#set(
      resourceArn,
      this.of(resourceArn).filter(({ key }) => !keys.includes(key)),
    );
  }

  #set(resourceArn: string, tags: readonly Tag[]): void {
    this.#written(resourceArn);
    this.#tags.set(resourceArn, tags);
  }
}
