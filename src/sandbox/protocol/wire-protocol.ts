import type { Service } from '../services.ts';
import type { WireError } from './errors.ts';

/** A call as it came over HTTP. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** By small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export type Input = Readonly<Record<string, unknown>>;

/** How calls are written. */
export interface WireProtocol {
  /** Of the answers. */
  readonly contentType: string;
  /** Which operation the request is for. Throws the error of one that the sandbox does not have. */
  operationOf(request: WireRequest): { readonly service: Service; readonly operation: string };
  /** Throws the error of a body that cannot be read. */
  inputOf(request: WireRequest, operation: string): Input;
  answer(output: unknown, operation: string, requestId: string): string;
  refusal(error: WireError, requestId: string): Refusal;
}

interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}
