import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Permission } from '../../viewer.ts';
import type { OperationEvent, Trail } from '../audit/trail.ts';
import { fingerprintOf } from '../audit/fingerprint.ts';
import { valuesIn } from '../audit/values.ts';
import {
  callsOf,
  codeOf,
  type AskedOperation,
  type CodedError,
  operationOf,
  permissionOf,
  resultOf,
} from './answered.ts';
import type { OperationMetrics } from './metrics.ts';

interface Result {
  readonly errors?: readonly CodedError[] | undefined;
}

/** A name is the client's own text, and may be of any length. */
const longestName = 100;

/** Counts and writes down each operation when its result is known, before anything of it is sent. */
export class Recorder {
  readonly #schema: GraphQLSchema;
  readonly #metrics: OperationMetrics;
  readonly #trail: Trail | undefined;

  constructor(schema: GraphQLSchema, metrics: OperationMetrics, trail: Trail | undefined) {
    this.#schema = schema;
    this.#metrics = metrics;
    this.#trail = trail;
  }

  /** The operation was answered, or refused. */
  answered(asked: AskedOperation, { errors }: Result): void {
    const operation = operationOf(asked);
    const result = resultOf(errors);
    this.#metrics.answered(operation, result, secondsSince(asked));
    this.#write(asked, operation, errors);
  }

  /** The same results of a subscription, whose beginning and end are recorded. */
  subscribed<R extends Result>(asked: AskedOperation, results: AsyncIterable<R>): AsyncGenerator<R, void> {
    const operation = operationOf(asked);
    this.#write(asked, operation, undefined, 'begin');
    const close = this.#metrics.subscribed();
    const ended = (errors: Result['errors']) => {
      close();
      this.#metrics.answered(operation, resultOf(errors), undefined);
      this.#write(asked, operation, errors, 'end');
    };
    return recorded(results, ended);
  }

  #write(
    asked: AskedOperation,
    operation: OperationDefinitionNode | undefined,
    errors: Result['errors'],
    phase?: OperationEvent['phase'],
  ): void {
    const { asker = {}, params, document } = asked;
    const trail = this.#trail;
    if (!trail) return;
    for (const error of errors ?? [])
      if (isRefusal(error)) trail.refusal(asker, codeOf(error), permissionIn(error));
    if (trail.mode === 'off') return;
    const fingerprint = document && fingerprintOf(document);
    const permission = operation && document && permissionOf(operation, document, this.#schema);
    const name = operation?.name?.value.slice(0, longestName);
    trail.operation(asker, {
      event: 'operation',
      ...(operation && { operationType: operation.operation }),
      ...(name !== undefined && { operationName: name }),
      ...(phase && { phase }),
      result: resultOf(errors),
      ...(permission && { permission }),
      ...(fingerprint && { document: fingerprint.hash }),
      ...(phase !== 'begin' && {
        awsCalls: callsOf(asked),
        durationMs: Math.round(secondsSince(asked) * 1_000),
      }),
      values: [...valuesIn(params?.variables), ...(fingerprint?.literals ?? [])],
    });
  }
}

/** Over HTTP and SSE: whatever a request of GraphQL is answered with, from wherever the answer comes. */
export function recordOperations(recorder: Recorder): Plugin<object, AskedOperation> {
  return {
    onResultProcess(hook) {
      const { result, serverContext } = hook;
      if (Array.isArray(result)) return;
      if (Symbol.asyncIterator in result) hook.setResult(recorder.subscribed(serverContext, result));
      else recorder.answered(serverContext, result);
    },
  };
}

/** The same results. `ended` is called once: with the errors of the last one, if it had any. */
function recorded<R extends Result>(
  results: AsyncIterable<R>,
  ended: (errors: Result['errors']) => void,
): AsyncGenerator<R, void> {
  const iterator: AsyncIterator<R, unknown> = results[Symbol.asyncIterator]();
  let errors: Result['errors'];
  let isOver = false;
  const over = (): IteratorResult<R, void> => {
    if (!isOver) ended(errors);
    isOver = true;
    return { done: true, value: undefined };
  };
  // Not a generator: whoever leaves does not wait for the result under way.
  return {
    async next() {
      try {
        const result = await iterator.next();
        if (result.done === true) return over();
        ({ errors } = result.value);
        return result;
      } catch (error) {
        errors = [unexpected];
        over();
        throw error;
      }
    },
    async return() {
      over();
      await iterator.return?.();
      return over();
    },
    async throw(error) {
      over();
      await iterator.throw?.(error);
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };
}

const unexpected: CodedError = { extensions: { code: 'INTERNAL' } };

function isRefusal(error: CodedError): boolean {
  return ['FORBIDDEN', 'UNAUTHENTICATED'].includes(codeOf(error));
}

/** As `requirePermission` names it. */
function permissionIn({ extensions }: CodedError): Permission | undefined {
  return extensions?.['permission'] as Permission | undefined;
}

function secondsSince({ beganAtMs = performance.now() }: AskedOperation): number {
  return (performance.now() - beganAtMs) / 1_000;
}
