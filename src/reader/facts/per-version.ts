import type { Mirror } from '../../mirror/mirror.ts';

/** What follows from everything in the mirror: found out once for each of its versions. */
export function perVersion<T>(find: (mirror: Mirror) => T): (mirror: Mirror) => T {
  const found = new WeakMap<Mirror, { readonly version: number; readonly value: T }>();
  return (mirror) => {
    const { version } = mirror;
    const known = found.get(mirror);
    if (known?.version === version) return known.value;
    const value = find(mirror);
    found.set(mirror, { version, value });
    return value;
  };
}
