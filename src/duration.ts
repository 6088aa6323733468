const secondMs = 1000;
const unitsMs = {
  weeks: 7 * 86_400 * secondMs,
  days: 86_400 * secondMs,
  hours: 3600 * secondMs,
  minutes: 60 * secondMs,
  seconds: secondMs,
};

// Years and months have no fixed length, so they are left out.
const pattern =
  /^P(?=[\dT])(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?=\d)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration of fixed length (PT15M, P1D), or undefined when `text` is none. */
export function parseDurationMs(text: string): number | undefined {
  const groups = pattern.exec(text)?.groups;
  if (!groups) return undefined;
  const ms = Object.entries(unitsMs).reduce(
    (sum, [unit, unitMs]) => sum + Number(groups[unit] ?? 0) * unitMs,
    0,
  );
  return Number.isSafeInteger(Math.round(ms)) ? Math.round(ms) : undefined;
}

/** The ISO 8601 duration of so many milliseconds, in hours, minutes and seconds. */
export function formatDuration(ms: number): string {
  const hours = Math.floor(ms / unitsMs.hours);
  const minutes = Math.floor((ms % unitsMs.hours) / unitsMs.minutes);
  const seconds = (ms % unitsMs.minutes) / unitsMs.seconds;
  const parts = [hours && `${hours}H`, minutes && `${minutes}M`, seconds && `${seconds}S`].filter(Boolean);
  return `PT${parts.join('') || '0S'}`;
}
