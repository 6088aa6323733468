import { expect } from 'vitest';

/** The calls that Terraform's AWS provider makes for one resource, in the words of its source. */
export interface Resource<Config> {
  readonly config: Config;
  /** None where every change makes a new resource. */
  readonly changed?: Config;
  create(config: Config): Promise<string>;
  /** What the state then holds, or undefined when the provider takes the error for "gone". */
  read(id: string): Promise<Config | undefined>;
  update?(id: string, changed: Config, before: Config): Promise<unknown>;
  destroy(id: string): Promise<unknown>;
}

export async function walk<Config>(resource: Resource<Config>): Promise<void> {
  const { config, changed } = resource;
  const id = await resource.create(config);
  expect(await resource.read(id), 'after creating').toEqual(config);
  expect(await resource.read(id), 'for a plan').toEqual(config);
  if (changed !== undefined) {
    await resource.update!(id, changed, config);
    expect(await resource.read(id), 'after updating').toEqual(changed);
    expect(await resource.read(id), 'for a second plan').toEqual(changed);
  }
  await resource.destroy(id);
  expect(await resource.read(id), 'after destroying').toBeUndefined();
}

/** The provider polls until a write has settled. Between its polls it waits, which nothing here depends on. */
export async function settled(status: () => Promise<string | undefined>): Promise<void> {
  for (let polls = 0; polls < 5; polls += 1) {
    const found = await status();
    if (found === 'SUCCEEDED') return;
    expect(found).toBe('IN_PROGRESS');
  }
  throw new Error('The write does not settle');
}

export async function unless<T>(gone: RegExp, read: Promise<T>): Promise<T | undefined> {
  return read.catch((error: unknown) => {
    if (error instanceof Error && gone.test(error.name)) return undefined;
    throw error;
  });
}

/** Tags in the order of their keys: to the provider they are a map. */
export const tagMap = (tags: { Key?: string | undefined; Value?: string | undefined }[] = []) =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!]));
export const tagList = (tags: Record<string, string>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
export const without = (old: Record<string, string>, tags: Record<string, string>) =>
  Object.keys(old).filter((key) => !(key in tags));
