/** What one query may have before anything is read for it. */
export const queryLimits = {
  /** In characters. A long list of ids belongs into the variables, which may fill the body. */
  length: 50_000,
  tokens: 10_000,
  /** Brackets within brackets, also with fragments in the places where they are spread. */
  nesting: 100,
  operations: 50,
  /** Levels of fields. */
  depth: 15,
  /** Of an operation or fragment, with its fragments expanded. */
  fields: 500,
  directives: 500,
  /** See measure.ts. */
  cost: 100_000,
} as const;

export type QueryMeasure = keyof typeof queryLimits;

export const variableLimits = {
  /** Lists and objects within each other. */
  nesting: 100,
  /** Characters of one text, as of a query: far more than anything has that AWS knows. */
  textLength: 50_000,
} as const;

/** Beyond this nothing is counted. */
export const uncountable = 1e9;
