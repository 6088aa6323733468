import type { RpcService } from '../services.ts';
import type { WireError } from './errors.ts';

/** A request of `POST /`, with the headers that say what it is. */
export interface RpcRequest {
  /** The X-Amz-Target header. */
  readonly target: string | undefined;
  /** The Authorization header. */
  readonly authorization: string | undefined;
  /** The Content-Type header. */
  readonly contentType: string | undefined;
  readonly body: string;
}

export type Input = Readonly<Record<string, unknown>>;

/** How calls of `POST /` are written. */
export interface WireProtocol {
  /** Of the answers. */
  readonly contentType: string;
  /** Which operation the request is for. Throws the error of one that the sandbox does not have. */
  operationOf(request: RpcRequest): { readonly service: RpcService; readonly operation: string };
  /** Throws the error of a body that cannot be read. */
  inputOf(body: string): Input;
  answer(output: unknown, operation: string, requestId: string): string;
  refusal(error: WireError, requestId: string): { readonly status: number; readonly body: string };
}
