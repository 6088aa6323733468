/** The facts of AWS's own service models that the sandbox needs: what a call may carry and what its answer looks like. */

export type Shape =
  | {
      readonly type: 'structure';
      readonly members: Readonly<Record<string, string>>;
      readonly required?: readonly string[];
      /** Exactly one member is set. */
      readonly union?: true;
      /** An error's shape; with `fault` it is the server's, hence HTTP 500. */
      readonly exception?: true;
      readonly fault?: true;
    }
  | { readonly type: 'list'; readonly member: string; readonly min?: number; readonly max?: number }
  | {
      readonly type: 'map';
      readonly key: string;
      readonly value: string;
      readonly min?: number;
      readonly max?: number;
    }
  | {
      readonly type: 'string';
      readonly min?: number;
      readonly max?: number;
      /** AWS matches the whole value, whether or not the pattern has anchors. */
      readonly pattern?: string;
      readonly enum?: readonly string[];
      /** Never repeated in an error message. */
      readonly sensitive?: true;
    }
  | { readonly type: 'integer' | 'long'; readonly min?: number; readonly max?: number }
  /** A timestamp is a JSON number of epoch seconds; a document is any JSON value. */
  | { readonly type: 'boolean' | 'timestamp' | 'document' };

export interface OperationModel {
  readonly input?: string;
  readonly output?: string;
  readonly errors: readonly string[];
}

export interface ServiceModel {
  /** What comes before the dot in `X-Amz-Target`. */
  readonly targetPrefix: string;
  /** The service's name in a signature's credential scope. */
  readonly signingName: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
