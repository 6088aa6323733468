import type { PrincipalId, PrincipalType } from '../../mirror/rows.ts';
import { together, type Cost } from '../plan/cost.ts';
import type { LookupForecast } from './lookup-forecast.ts';

/** What lookups of users and groups would cost, each as one of its type. */
export class PrincipalsForecast {
  readonly #byType: ReadonlyMap<PrincipalType, LookupForecast<PrincipalId>>;

  constructor(forecastOf: (type: PrincipalType) => LookupForecast<PrincipalId>) {
    this.#byType = new Map((['GROUP', 'USER'] as const).map((type) => [type, forecastOf(type)]));
  }

  get cost(): Cost {
    return together(...[...this.#byType.values()].map(({ cost }) => cost));
  }

  list(type: PrincipalType): void {
    this.#byType.get(type)?.list();
  }

  look(ids: readonly PrincipalId[], notBefore: number): void {
    for (const [type, forecast] of this.#byType) forecast.look(ofType(ids, type), notBefore);
  }

  more(ids: readonly PrincipalId[], notBefore: number): Cost {
    return together(
      ...[...this.#byType].map(([type, forecast]) => forecast.more(ofType(ids, type), notBefore)),
    );
  }
}

export function ofType(ids: readonly PrincipalId[], type: PrincipalType): readonly PrincipalId[] {
  return ids.filter(({ principalType }) => principalType === type);
}
