/** The facts of AWS's own service models that the sandbox needs: what a call may carry and what its answer looks like. */

/** Where a member of a request goes that is not in the body. */
export interface MemberLocation {
  readonly in: 'querystring' | 'header' | 'uri';
  readonly name: string;
}

export type Shape =
  | {
      readonly type: 'structure';
      readonly members: Readonly<Record<string, string>>;
      readonly required?: readonly string[];
      /** Only in REST, and only for members that are not in the body. */
      readonly locations?: Readonly<Record<string, MemberLocation>>;
      /** Exactly one member is set. */
      readonly union?: true;
      /** An error's shape; with `fault` it is the server's, hence HTTP 500. */
      readonly exception?: true;
      readonly fault?: true;
      /** The HTTP status of an error in REST. */
      readonly status?: number;
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
  /** A JSON number of epoch seconds, or a text where it has a format. */
  | { readonly type: 'timestamp'; readonly format?: 'iso8601' }
  /** A document is any JSON value. */
  | { readonly type: 'boolean' | 'document' };

export interface OperationModel {
  /** Only in REST, where it tells the operations apart. */
  readonly http?: {
    readonly method: string;
    /** With a name in braces for each member that is a part of it. */
    readonly path: string;
    /** Of an answer. @default 200 */
    readonly status?: number;
  };
  readonly input?: string;
  readonly output?: string;
  readonly errors: readonly string[];
}

export interface ServiceModel {
  /** What comes before the dot in `X-Amz-Target`; absent in REST. */
  readonly targetPrefix?: string;
  /** The service's name in a signature's credential scope; absent where calls are not signed. */
  readonly signingName?: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
