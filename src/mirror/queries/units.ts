import { indexFrom } from '../state/dictionary.ts';
import { childrenKey, unitsKey } from '../keys.ts';
import { knownUnit } from '../state/known.ts';
import type { Known, UnitFacts } from '../rows.ts';
import type { State } from '../state/state.ts';

/** Organizational units and roots. */
export class Units {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Undefined of one of which nothing was told. */
  get(unitId: string): Known<UnitFacts> | undefined {
    const unit = this.#state.units.get(unitId);
    return unit && knownUnit(unit);
  }

  byId(ids: Iterable<string>): Map<string, Known<UnitFacts>> {
    const found = new Map<string, Known<UnitFacts>>();
    for (const id of ids) {
      const unit = this.#state.units.get(id);
      const known = unit && knownUnit(unit);
      if (known) found.set(id, known);
    }
    return found;
  }

  /** Ids of the OUs right below a root or OU, as a read of these told, in order. */
  childrenOf(parentId: string): string[] {
    // The cast: an extent of this key has facts of its kind.
    const told = this.#state.extents.get(childrenKey(parentId).text)?.facts as
      | readonly UnitFacts[]
      | undefined;
    return (told ?? []).map(({ unitId }) => unitId).toSorted();
  }

  /** Those of the list after an id, in order. */
  listAfter(id: string, limit: number): Known<UnitFacts>[] {
    const units = this.#state.units.inOrder();
    const found: Known<UnitFacts>[] = [];
    for (let n = indexFrom(units, id); n < units.length && found.length < limit; n++) {
      const unit = units[n];
      if (!unit?.told.has(unitsKey.text) || unit.id === id) continue;
      const known = knownUnit(unit);
      if (known) found.push(known);
    }
    return found;
  }
}
