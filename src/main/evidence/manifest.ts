import { z } from 'zod';

/** What a review says of itself. */
export const manifestName = 'manifest.json';
/** The SHA-256 of the manifest and of each other file, as `sha256sum --check` reads them. */
export const sumsName = 'SHA256SUMS';

export const format = 'identity-center-gateway evidence 1';

const sha256 = z.string().regex(/^[\da-f]{64}$/);

const completeness = z.object({
  complete: z.boolean(),
  /** When the oldest fact was read that it rests on. */
  asOf: z.string().nullable(),
  failures: z.array(z.looseObject({ operation: z.string(), code: z.string(), message: z.string() })),
  failuresOmitted: z.number(),
});

const count = z.number().nullable();

export const manifestSchema = z.strictObject({
  format: z.literal(format),
  /** The name of its folder. */
  review: z.string(),
  instanceArn: z.string(),
  /** Everything in it was read between these moments. */
  reads: z.strictObject({ from: z.string(), to: z.string() }),
  endedAt: z.string(),
  complete: z.boolean(),
  /** Who asked: on which machine, and for whom as far as that was said. */
  askedBy: z.strictObject({ user: z.string().nullable(), host: z.string(), name: z.string().nullable() }),
  /** Whose credentials AWS answered, as STS tells; null where it did not. */
  caller: z.strictObject({ arn: z.string(), accountId: z.string() }).nullable(),
  versions: z.strictObject({ gateway: z.string(), node: z.string(), schemaSha256: z.string() }),
  /** The flags that narrowed it down, in order. */
  filter: z.array(z.string()),
  /** How many there are of what was read, whether or not it lets somebody in; null where that could not be read. */
  population: z.strictObject({
    accounts: count,
    permissionSets: count,
    /** Permission sets in accounts: how many are known, and who is assigned in how many of them was read. */
    pairs: z.strictObject({ known: z.number(), read: z.number() }),
    users: count,
    groups: count,
    memberships: count,
    entitlements: count,
    completeness,
  }),
  people: z.strictObject({
    rows: z.number(),
    /** How many people these rows are of. */
    users: z.number(),
    completeness,
    /** Ids and names of the filter that nothing answers to. */
    unmatched: z.array(z.looseObject({ path: z.string(), value: z.string() })),
  }),
  changes: z.strictObject({
    /** What was seen after this moment, and is in no review before. */
    since: z.string(),
    rows: z.number(),
    /** Null in the first review of a folder, which claims nothing of what was before. */
    completeness: completeness.nullable(),
  }),
  calls: z.number(),
  files: z.array(z.strictObject({ name: z.string().regex(/^[\w-][\w.-]*$/), bytes: z.number(), sha256 })),
  /** The review before, and the SHA-256 of its manifest; null in the first. */
  previous: z.strictObject({ review: z.string(), manifestSha256: sha256 }).nullable(),
});

export type Manifest = z.output<typeof manifestSchema>;

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
