import { Answer } from './call/answer.ts';
import type { Caller, CallOptions } from './call/call.ts';
import { ListBounds } from './list-bounds.ts';

/** The second argument of the SDK's `send`. */
interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/** The members of a request for one page. */
interface Paging {
  readonly MaxResults: number;
  readonly NextToken?: string;
}

/** What the SDK makes of a response, or of a refusal that tells a state. */
interface Output {
  readonly $metadata?: {
    readonly httpStatusCode?: number | undefined;
    readonly requestId?: string | undefined;
  };
}

/** The services of a person's side begin their members with a small letter. */
interface Page extends Output {
  readonly NextToken?: string | null | undefined;
  readonly nextToken?: string | null | undefined;
}

/** The two ways to ask one AWS service; `name` is the operation's, such as `ListInstances`. */
export interface Service {
  readonly get: <Told extends object, Row>(
    name: string,
    options: CallOptions,
    send: (options: SendOptions) => Promise<Told>,
    read: (output: Told, answer: Answer) => Row,
  ) => Promise<Row>;
  /** Page by page; leaving the loop early fetches no further page. */
  readonly list: <Told extends Page, Row>(
    name: string,
    options: CallOptions,
    send: (paging: Paging, options: SendOptions) => Promise<Told>,
    read: (output: Told, answer: Answer) => Row[],
  ) => AsyncGenerator<Row[], void>;
}

/** `pageSize` is the most that the service accepts: the sizes it would choose itself are not published. */
export function createService(service: string, pageSize: number, call: Caller): Service {
  return {
    async get(name, options, send, read) {
      const operation = `${service}:${name}`;
      const output = await call(operation, (abortSignal) => send({ abortSignal }), options);
      const { $metadata }: Output = output;
      return read(output, new Answer(operation, $metadata));
    },

    async *list(name, options, send, read) {
      const operation = `${service}:${name}`;
      const bounds = new ListBounds(operation, pageSize);
      const { bookmark = {} } = options;
      let paging: Paging = { MaxResults: pageSize, ...(bookmark.token && { NextToken: bookmark.token }) };
      for (;;) {
        const asked = paging;
        const output = await call(operation, (abortSignal) => send(asked, { abortSignal }), options);
        const answer = new Answer(operation, output.$metadata);
        const rows = read(output, answer);
        // A short or even an empty page does not end a list; only the absence of a token does.
        const token = answer.text('NextToken', output.NextToken ?? output.nextToken);
        const problem = token ? bounds.problemOf(rows, token) : undefined;
        if (problem !== undefined) throw answer.broken(problem);
        bookmark.token = token;
        yield rows;
        if (!token) return;
        paging = { MaxResults: pageSize, NextToken: token };
      }
    },
  };
}
