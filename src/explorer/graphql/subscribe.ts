import { type GraphqlError, post, Unreachable } from './ask.ts';
import { type Document, textOf } from './document.ts';

export interface Told<Result> {
  readonly data: Result | undefined;
  readonly errors: readonly GraphqlError[];
}

/** What a subscription tells, as server-sent events, until it is complete. Throws Unreachable when it breaks off. */
export async function* subscribe<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
): AsyncGenerator<Told<Result>> {
  const response = await post(textOf(document), variables, 'text/event-stream', signal);
  if (!response.headers.get('Content-Type')?.startsWith('text/event-stream') || !response.body) {
    const { errors = [] }: { errors?: readonly GraphqlError[] } = await response.json();
    yield { data: undefined, errors };
    return;
  }
  for await (const { event, data } of events(response.body, signal)) {
    if (event === 'complete') return;
    if (event !== 'next' || data === '') continue;
    const { data: result, errors = [] } = JSON.parse(data) as {
      data?: Result | null;
      errors?: GraphqlError[];
    };
    yield { data: result ?? undefined, errors };
  }
  signal.throwIfAborted();
  throw new Unreachable('The connection to the gateway broke off.');
}

interface Event {
  readonly event: string;
  readonly data: string;
}

async function* events(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Event> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      yield* blocks.map(eventOf);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new Unreachable('The connection to the gateway broke off.', { cause: error });
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function eventOf(block: string): Event {
  const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line)?.slice(1) ?? []);
  const valuesOf = (name: string) =>
    fields.filter(([field]) => field === name).map(([, value = '']) => value);
  return { event: valuesOf('event').at(-1) ?? 'message', data: valuesOf('data').join('\n') };
}
