import type { LoginState } from '../../portal/portal.ts';
import type { Metric } from '../../server/endpoints/metrics-endpoint.ts';

/** How many logins to the portal have come to each of their states. */
export class LoginCounts {
  readonly #counts = new Map<LoginState, number>();

  count(state: LoginState): void {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + 1);
  }

  metrics(): Metric[] {
    const samples = [...this.#counts].map(([state, value]) => ({ labels: { state }, value }));
    const help = 'Logins to the portal that have come to a state.';
    return [{ name: 'identity_center_gateway_logins_total', help, type: 'counter', samples }];
  }
}
