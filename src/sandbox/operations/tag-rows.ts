import type { Tag } from '../organization/types.ts';

/** As every service here writes a tag. */
interface TagRow {
  readonly Key: string;
  readonly Value: string;
}

export function tagRow({ key, value }: Tag): TagRow {
  return { Key: key, Value: value };
}

export function tagOf({ Key: key, Value: value }: TagRow): Tag {
  return { key, value };
}
