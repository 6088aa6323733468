import type { AssignmentFilterInput, PrincipalFilterInput } from '../../src/reader/filter/input.ts';
import type { Least } from './least.ts';
import type { SeedQuestion } from './seed.ts';

/** What people ask: of the gateway, of the seed, and of an organization that one knows. */
export interface Question {
  readonly name: string;
  /** A filter of `assignments`; or a person, and everything that they reach; or one account that they reach. */
  readonly asked: { readonly filter?: AssignmentFilterInput } | Person | People;
  /** Rows of the one page that is wanted; without it, everything. */
  readonly wanted?: number;
  readonly seed: SeedQuestion;
  /** How many rows the answer has. */
  readonly count: number;
  /** How many the seed's has. @default as many */
  readonly seedCount?: number;
  readonly least: () => Least;
}

/** People instead of groups: those of some grants, and of them those whom `user` means. */
export interface People {
  readonly filter?: AssignmentFilterInput;
  readonly user: PrincipalFilterInput;
}

interface Person {
  readonly userName: string;
  readonly userId: string;
  readonly accountId?: string;
}
