/** What an export ends with. */
export const exitCodes = { complete: 0, brokenOff: 1, incomplete: 3, unmatched: 4 };
