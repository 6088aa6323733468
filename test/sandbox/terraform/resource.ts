/** The calls that Terraform's AWS provider makes for one resource, in the words of its source. */
interface Resource<Config> {
  readonly config: Config;
  /** None where every change makes a new resource. */
  readonly changed?: Config;
  create(config: Config): Promise<string>;
  /** What the state then holds, or undefined when the provider takes the error for "gone". */
  read(id: string): Promise<Config | undefined>;
  readonly update?: (id: string, changed: Config, before: Config) => Promise<unknown>;
  destroy(id: string): Promise<unknown>;
}

/** Gives the configuration its type. */
export function defined<Config>(resource: Resource<Config>): Resource<Config> {
  return resource;
}

/** What the provider reads after it created, for a plan, after it updated, for another plan, and after it destroyed. */
export async function lifeOf<Config>(resource: Resource<Config>): Promise<(Config | undefined)[]> {
  const { config, changed, update } = resource;
  const id = await resource.create(config);
  const states = [await resource.read(id), await resource.read(id)];
  if (changed !== undefined && update !== undefined) {
    await update(id, changed, config);
    states.push(await resource.read(id), await resource.read(id));
  }
  await resource.destroy(id);
  return [...states, await resource.read(id)];
}

/** No drift: what was configured, and in the end nothing. */
export function plannedFor<Config>({ config, changed }: Resource<Config>): (Config | undefined)[] {
  return [config, config, ...(changed === undefined ? [] : [changed, changed]), undefined];
}

/** The provider polls until a write has settled. Between its polls it waits, which nothing here depends on. */
export async function settled(status: () => Promise<string | undefined>): Promise<void> {
  for (let polls = 0; polls < 5; polls += 1) {
    const found = await status();
    if (found === 'SUCCEEDED') return;
    if (found !== 'IN_PROGRESS') throw new Error(`The write is ${found}`);
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
