import { openMillion } from '../million/gateway.ts';

const rounds = 3;

/** How much more processor time the start takes to the first answer on one store than on another; 1 is as much. */
export async function startOn(file: string, other: string): Promise<number> {
  const ratios: number[] = [];
  for (let n = 0; n < rounds; n++) {
    const without = await costOfStart(other);
    ratios.push((await costOfStart(file)) / without);
  }
  return ratios.toSorted((one, another) => one - another)[rounds >> 1] ?? 0;
}

async function costOfStart(file: string): Promise<number> {
  await using gateway = await openMillion(file);
  return (await gateway.probe()).cpuMs;
}
