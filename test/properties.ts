/**
 * How properties are tried. `npm test` tries the same cases every time, so that it fails for what was changed. To
 * explore, EQUALITY_RUNS tries so many new ones of each property over whole organizations, and new ones of all others,
 * too. A failure prints its seed: EQUALITY_SEED repeats it, and EQUALITY_PATH, as the failure shows it, goes straight
 * there.
 */
const { EQUALITY_RUNS: runs, EQUALITY_SEED: givenSeed, EQUALITY_PATH: path } = process.env;

/** What all properties have in common; test/setup.ts gives it to fast-check. */
export const common = {
  seed: Number(givenSeed ?? (runs === undefined ? 1 : Date.now() % 2 ** 31)),
  ...(path !== undefined && { path }),
};

/** Of a property that takes long, as it is about whole organizations: so many of them, of the number that suits it. */
export function settings(usualRuns: number) {
  return {
    numRuns: Number(runs ?? usualRuns),
    // A failure is shown as it was found; EQUALITY_SEED makes it smaller, which may take minutes.
    endOnFailure: givenSeed === undefined || path !== undefined,
  };
}
