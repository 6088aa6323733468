import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '../../src/errors.ts';
import type { Exchange } from './proxy.ts';

/** What may go wrong with one call that reads a pair of account and permission set, and what then becomes of it. */
export interface Fault {
  readonly name: string;
  readonly strike: (exchange: Exchange) => unknown;
  readonly code: ErrorCode;
  /** What the message says, beside the operation. */
  readonly says: RegExp;
  /** Calls after which the read is given up. */
  readonly calls: number;
  /** How long a call may take, for those that never end. */
  readonly attemptTimeoutMs?: number;
}

const requestId = { 'x-amzn-requestid': 'request-1' };
const json = { 'content-type': 'application/x-amz-json-1.1' };
const aws = { ...json, ...requestId };
const html = { 'content-type': 'text/html; charset=utf-8' };
const page = '<!doctype html><html><body>Please sign in to the network</body></html>';
const between = 'something between the gateway and AWS answered, such as a proxy';

const awsError = (status: number, type: string, headers = {}) => ({
  status,
  headers: { ...aws, ...headers },
  body: JSON.stringify({ __type: type, Message: 'a fault that was planted' }),
});

/** The pair's real answer, as an object. */
async function real({ ask }: Exchange): Promise<any> {
  return JSON.parse((await ask()).body.toString());
}

/** The pair's real answer with its rows changed. */
function withRows(change: (row: any) => object) {
  return async (exchange: Exchange) => {
    const { AccountAssignments: rows } = await real(exchange);
    exchange.send({ headers: aws, body: JSON.stringify({ AccountAssignments: rows.map(change) }) });
  };
}

/** The pair's real answer with a token that leads on, and perhaps without rows. */
function endless(tokenOf: (index: number) => string, hasRows: boolean) {
  return async (exchange: Exchange) => {
    const { AccountAssignments: rows } = await real({
      ...exchange,
      ask: () => exchange.ask(firstPage(exchange)),
    });
    const answer = { AccountAssignments: hasRows ? rows : [], NextToken: tokenOf(exchange.index) };
    exchange.send({ headers: aws, body: JSON.stringify(answer) });
  };
}

function firstPage({ input }: Exchange): object {
  const { NextToken: _, ...first } = input;
  return first;
}

/** Writes as fast as the other side takes it, up to 50 MB. */
function fiftyMegabytes(response: ServerResponse): void {
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  let left = 50;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(chunk)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
}

const passing = { code: 'AWS_UNAVAILABLE', calls: 4 } as const;
const lasting = { code: 'AWS_UNAVAILABLE', calls: 1 } as const;

/** What is tried again: it passes without a trace, or is given up. */
export const passingFaults: readonly Fault[] = [
  {
    name: 'a throttle',
    strike: ({ send }) => send(awsError(400, 'ThrottlingException')),
    code: 'AWS_THROTTLED',
    says: /kept doing so for 6 attempts/,
    calls: 6,
  },
  {
    name: 'HTTP 429 with a page of HTML',
    strike: ({ send }) => send({ status: 429, headers: html, body: page }),
    code: 'AWS_THROTTLED',
    says: new RegExp(`6 attempts: HTTP 429 of the type text/html: ${between}`),
    calls: 6,
  },
  {
    name: 'a 500',
    strike: ({ send }) => send(awsError(500, 'InternalServerException')),
    says: /4 attempts: InternalServerException/,
    ...passing,
  },
  {
    name: 'HTTP 502 with a page of HTML',
    strike: ({ send }) => send({ status: 502, headers: html, body: page }),
    says: new RegExp(`4 attempts: HTTP 502 of the type text/html: ${between}`),
    ...passing,
  },
  {
    name: 'HTTP 503 without a body',
    strike: ({ send }) => send({ status: 503 }),
    says: new RegExp(`4 attempts: HTTP 503 .*: ${between}`),
    ...passing,
  },
  {
    name: 'a connection that is reset before the answer',
    strike: ({ response }) => response.destroy(),
    says: /4 attempts: ECONNRESET/,
    ...passing,
  },
  {
    name: 'a connection that is reset in mid-body',
    strike: ({ response }) =>
      response
        .writeHead(200, { ...aws, 'content-length': 999 })
        .write('{"AccountAssignments":[', () => response.destroy()),
    says: /4 attempts: ECONNRESET/,
    ...passing,
  },
  {
    name: 'a body that ends too early, where no length tells',
    strike: ({ response }) => response.writeHead(200, { ...aws, connection: 'close' }).end('{"Accou'),
    says: /4 attempts: HTTP 200 with a body that cannot be read/,
    ...passing,
  },
  {
    name: 'truncated JSON',
    strike: async ({ ask, send }) => send({ headers: aws, body: (await ask()).body.toString().slice(0, 40) }),
    says: /4 attempts: HTTP 200 with a body that cannot be read/,
    ...passing,
  },
  {
    name: 'an answer that never begins',
    strike: () => {},
    says: /4 attempts: TimeoutError: no answer in 400 ms/,
    attemptTimeoutMs: 400,
    ...passing,
  },
  {
    name: 'an answer that stops half way',
    strike: ({ response }) => response.writeHead(200, { ...aws, 'content-length': 999 }).write('{"Accou'),
    says: /4 attempts: TimeoutError: no answer in 400 ms/,
    attemptTimeoutMs: 400,
    ...passing,
  },
];

/** What is the same the next time: the read has failed at once. */
export const lastingFaults: readonly Fault[] = [
  {
    name: 'a page of HTML',
    strike: ({ send }) => send({ headers: html, body: page }),
    says: new RegExp(`HTTP 200 of the type text/html: ${between}`),
    ...lasting,
  },
  {
    name: 'HTTP 204',
    strike: ({ send }) => send({ status: 204, headers: requestId }),
    says: /HTTP 204 without a body/,
    ...lasting,
  },
  {
    name: 'HTTP 302 to a page where people sign in',
    strike: ({ send }) =>
      send({ status: 302, headers: { ...html, location: 'https://login.example/?to=canary' }, body: page }),
    says: new RegExp(`HTTP 302 of the type text/html, which leads to https://login\\.example: ${between}`),
    ...lasting,
  },
  {
    name: 'HTTP 407',
    strike: ({ send }) => send({ status: 407, headers: html, body: page }),
    says: new RegExp(`HTTP 407 of the type text/html: ${between}`),
    ...lasting,
  },
  {
    name: 'HTTP 413',
    strike: ({ send }) => send({ status: 413, headers: html, body: page }),
    says: new RegExp(`HTTP 413 of the type text/html: ${between}`),
    ...lasting,
  },
  {
    name: 'an empty body',
    strike: ({ send }) => send({ headers: aws }),
    says: /HTTP 200 without a body/,
    ...lasting,
  },
  {
    name: 'null',
    strike: ({ send }) => send({ headers: aws, body: 'null' }),
    says: /HTTP 200 with a body that is no JSON object/,
    ...lasting,
  },
  {
    name: 'an array',
    strike: ({ send }) => send({ headers: aws, body: '[]' }),
    says: /HTTP 200 with a body that is no JSON object/,
    ...lasting,
  },
  {
    name: 'the right answer under another content type',
    strike: async ({ ask, send }) =>
      send({ headers: { ...requestId, 'content-type': 'text/plain' }, body: (await ask()).body }),
    says: /HTTP 200 of the type text\/plain/,
    ...lasting,
  },
  {
    name: 'an object without the list, and without a request id',
    strike: ({ send }) => send({ headers: json, body: '{"status":"ok"}' }),
    says: /\(HTTP 200\) cannot be used: AccountAssignments is missing, and no request id/,
    ...lasting,
  },
  {
    name: 'an object in place of the list',
    strike: ({ send }) => send({ headers: aws, body: '{"AccountAssignments":{}}' }),
    says: /\(HTTP 200\) cannot be used: AccountAssignments is no list/,
    ...lasting,
  },
  {
    name: 'a member of another type',
    strike: withRows((row) => ({ ...row, PrincipalId: { a: 1 } })),
    says: /\(HTTP 200\) cannot be used: PrincipalId is no text/,
    ...lasting,
  },
  {
    name: 'rows of another account',
    strike: withRows((row) => ({ ...row, AccountId: '999999999999' })),
    says: /AccountId is 999999999999, and not the \d{12} that was asked for/,
    ...lasting,
  },
  {
    name: 'rows of another permission set',
    strike: withRows((row) => ({ ...row, PermissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-9' })),
    says: /PermissionSetArn is arn:\S+ps-9, and not the arn:\S+ that was asked for/,
    ...lasting,
  },
  {
    name: 'an endless NextToken, always the same',
    strike: endless(() => 'again', true),
    code: 'AWS_UNAVAILABLE',
    says: /its NextToken leads back to a page already read/,
    calls: 2,
  },
  {
    name: 'an endless NextToken, always new, with rows that were there before',
    strike: endless((index) => `token-${index}`, true),
    code: 'AWS_UNAVAILABLE',
    says: /its NextToken goes on after rows that were all there before/,
    calls: 2,
  },
  {
    name: 'an endless NextToken, always new, on empty pages',
    strike: endless((index) => `token-${index}`, false),
    code: 'AWS_UNAVAILABLE',
    says: /its NextToken goes on after 100 empty pages/,
    calls: 101,
  },
  {
    name: 'an answer of 50 MB',
    strike: ({ response }) => fiftyMegabytes(response.writeHead(200, aws)),
    says: /HTTP 200 with more than 16 MB/,
    ...lasting,
  },
];

export const faults: readonly Fault[] = [...passingFaults, ...lastingFaults];
