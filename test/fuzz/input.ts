import type { Gate } from './gate.ts';
import { type HttpInput, type Outcome, sendHttp } from './send.ts';

export interface Input {
  readonly kind: string;
  /** What a person reads who looks for the mistake. */
  readonly shown: string;
  send(gate: Gate): Promise<Outcome>;
}

export function httpInput(kind: string, input: HttpInput): Input {
  const { method, path, headers, body = '' } = input;
  const shown = `${method} ${path} ${JSON.stringify(headers)} ${String(body)}`;
  return { kind, shown, send: (gate) => sendHttp(gate, input) };
}

export function authorized({ token }: Gate): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}
