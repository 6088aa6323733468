import { type ExecutionResult, GraphQLError } from 'graphql';
import { GatewayError } from '../../errors.ts';

type Results = AsyncGenerator<ExecutionResult, void, void>;
type Next = IteratorResult<ExecutionResult, void>;

const end: Next = { done: true, value: undefined };

/**
 * The same results, and as the last one why there are no more: an error of their source, which over SSE would only
 * break the connection; or what made the gateway end them, such as that it closes, which would look to the subscriber
 * as if everything had been told.
 */
export function withToldEnd(results: Results, signal: AbortSignal): Results {
  async function next(): Promise<Next> {
    try {
      const result = await results.next();
      if (result.done !== true || !(signal.reason instanceof GatewayError)) return result;
    } catch (error) {
      // A subscriber who has left is told nothing.
      if (signal.aborted && !(signal.reason instanceof GatewayError)) return end;
      return told(signal.reason ?? error);
    }
    return told(signal.reason);
  }

  let isOver = false;
  function told(cause: unknown): Next {
    if (isOver) return end;
    isOver = true;
    return { done: false, value: { errors: [new GraphQLError('The subscription ended.', { cause })] } };
  }

  return {
    next,
    return: () => results.return(),
    throw: (error) => results.throw(error),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: () => results[Symbol.asyncDispose](),
  };
}
