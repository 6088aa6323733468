import { setImmediate } from 'node:timers/promises';
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  executeSubscriptionEvent,
  GraphQLError,
  mapSourceToResponseEvent,
  validateSubscriptionArgs,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Outlet } from '../connections/outlet.ts';
import { withToldEnd } from './told-end.ts';
import type { GiveBack, Turns } from './turns.ts';

/** What an operation's answer depends on. */
interface Asked {
  /** Where its answer goes. */
  readonly outlet: Outlet;
  /** As its document was measured. */
  readonly cost: number;
  /** Aborts when nobody waits for the answer any more, or its time is up. */
  readonly signal: AbortSignal;
}

/** Executes what it can take, as GraphQL.js would. */
export type Execute = (args: ExecutionArgs) => Answer | undefined;

/**
 * Nothing is made that could not be sent: an answer, and each event of a subscription, is begun when its client has
 * taken what it was sent before and a place is free. Over HTTP, SSE and WebSocket alike.
 */
export function answerInTurn(turns: Turns, execute: Execute): Plugin<Asked> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      setExecuteFn(() => inTurn(turns, args.contextValue, () => execute(args) ?? executeFn(args)));
    },
    onSubscribe({ args, setSubscribeFn }) {
      const { contextValue } = args;
      setSubscribeFn(() =>
        subscribe(args, contextValue.signal, (event) => inTurn(turns, contextValue, event)),
      );
    },
  };
}

type Answer = ExecutionResult | Promise<ExecutionResult>;

/** As GraphQL.js does it, with a turn for each event. */
async function subscribe(
  args: ExecutionArgs,
  signal: AbortSignal,
  eventInTurn: (event: () => Answer) => Promise<ExecutionResult>,
) {
  const validated = validateSubscriptionArgs(args);
  if (!('operation' in validated)) return { errors: validated };
  const source = await createSourceEventStream(validated);
  if (!(Symbol.asyncIterator in source)) return source;
  const results = mapSourceToResponseEvent(validated, source, async (event) => {
    // Events that are ready, and taken at once, would otherwise follow each other without letting anything else happen.
    await setImmediate();
    return eventInTurn(() => executeSubscriptionEvent(event));
  });
  return withToldEnd(results, signal);
}

/** Makes an answer when its turn has come. */
export async function inTurn<Result>(
  turns: Turns,
  asked: Asked,
  answer: () => Result | Promise<Result>,
): Promise<Result | ExecutionResult> {
  let giveBack: GiveBack;
  try {
    giveBack = await turnOf(turns, asked);
  } catch (reason) {
    return { errors: [new GraphQLError('Its turn did not come.', { cause: reason })] };
  }
  try {
    return await answer();
  } finally {
    giveBack();
  }
}

async function turnOf(turns: Turns, { outlet, cost, signal }: Asked): Promise<GiveBack> {
  for (;;) {
    if (!outlet.isOpen) await outlet.opened();
    signal.throwIfAborted();
    const giveBack = await turns.take(outlet, cost, signal);
    // Other answers to the same client may have filled the outlet meanwhile.
    if (outlet.isOpen) return giveBack;
    giveBack();
  }
}
