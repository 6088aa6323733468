import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '../errors.ts';

/** In the shape of a GraphQL response, so that every client shows it as it shows other errors. */
export function refuse(response: ServerResponse, status: number, code: ErrorCode, message: string): void {
  send(response, status, 'application/json', JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}

export function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', `${type}; charset=utf-8`);
  response.end(body);
}
