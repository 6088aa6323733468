import { useMemo } from 'preact/hooks';
import { place } from '../../frame/location.ts';
import { useStore } from '../../store.ts';

/** What is shown of everything: each a parameter of the address. */
export const dimensions = ['ou', 'account', 'set', 'type', 'state'] as const;
export type Dimension = (typeof dimensions)[number];
export type Chosen = Readonly<Partial<Record<Dimension, string>>>;

export function useChosen(): Chosen {
  const { params } = useStore(place);
  const key = dimensions.map((one) => params.get(one) ?? '').join('\n');
  return useMemo(() => {
    const chosen: Partial<Record<Dimension, string>> = {};
    for (const one of dimensions) {
      const value = params.get(one);
      if (value) chosen[one] = value;
    }
    return chosen;
  }, [key]);
}

/** As the graph takes it. */
export function filterOf({ ou, account, set, type, state }: Chosen) {
  const ids = account ?? ou;
  return {
    ...((ids !== undefined || state !== undefined) && {
      target: {
        ...(ids !== undefined && { ids: [ids], recursive: account === undefined }),
        ...(state !== undefined && { states: [state] }),
      },
    }),
    ...(set !== undefined && { permissionSet: { ids: [set] } }),
    ...((type === 'USER' || type === 'GROUP') && { principal: { type: type as 'USER' | 'GROUP' } }),
    // An account is in the OU that it is in; the two together are the account where it is there.
    ...(account !== undefined && ou !== undefined && { and: [{ target: { ids: [ou], recursive: true } }] }),
  };
}

/** How each part of the sentence says what it is about. */
export const phrases: Readonly<Record<Dimension, (name: string) => string>> = {
  type: (name) => (name === 'USER' ? 'of users' : 'of groups'),
  set: (name) => `of ${name}`,
  account: (name) => `on ${name}`,
  ou: (name) => `in ${name} and below`,
  state: (name) => `on ${name.toLowerCase()} accounts`,
};
