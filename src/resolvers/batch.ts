import DataLoader from 'dataloader';
import type { Context } from '../context.ts';
import { GatewayError } from '../errors.ts';
import type { Known } from '../mirror/rows.ts';
import type { Found } from '../reader/facts/by-id.ts';
import type { NamedNode, Node } from '../reader/nodes.ts';
import type { InstanceReader } from '../reader/instance-reader.ts';
import type { Awaitable } from '../reading/coroutine.ts';

/** Looks up nodes of one instance together, and answers in their order. */
type FindAll<N, Facts> = (
  reader: InstanceReader,
  nodes: readonly N[],
  notBefore: number,
  context: Context,
) => Awaitable<readonly Found<Facts>[]>;

/** What is known of a node already; undefined when it has to be looked up. */
type Look<N, Facts> = (reader: InstanceReader, node: N, notBefore: number) => Known<Facts> | undefined;

/** No promise where the mirror knows. */
type Load<N, Facts> = (node: N, context: Context) => Awaitable<Known<Facts> | null>;

/** Fields of lists that are answered at about the same time are looked up together: one list may be cheaper than each. */
const batchScheduleFn = (lookUp: () => void) => void setImmediate(lookUp);

/**
 * What the mirror knows is told at once; the rest by a loader that lives as long as its request's context. Nodes asked for in the same moment are looked up together;
 * one that could not be read fails alone. The answer is null when AWS has nothing to say of the node.
 */
export function perRequest<N extends Node, Facts>(
  keyOf: (node: N) => string,
  look: Look<N, Facts>,
  findAll: FindAll<N, Facts>,
): Load<N, Facts> {
  const loaders = new WeakMap<Context, DataLoader<N, Known<Facts> | null, string>>();
  forgetting.push((context) => loaders.delete(context));
  return (node, context) => {
    const known = context.asksMirrorFirst ? look(node.reader, node, node.freshness.names) : undefined;
    if (known) return known;
    let loader = loaders.get(context);
    if (!loader) {
      const cacheKeyFn = (key: N) =>
        [key.reader.instance.instanceArn, key.freshness.names, keyOf(key)].join(' ');
      loader = new DataLoader((nodes) => loadAll(nodes, findAll, context), { cacheKeyFn, batchScheduleFn });
      loaders.set(context, loader);
    }
    return loader.load(node);
  };
}

const forgetting: ((context: Context) => void)[] = [];

/**
 * Forgets what was loaded, for the next event of a subscription: otherwise it would pile up, and failures would stay.
 */
export function forgetLoaded(context: Context): void {
  for (const forget of forgetting) forget(context);
}

/** Resolves a field to one of the facts that `load` finds. */
export function fact<N, Facts extends object, Name extends keyof Known<Facts>>(
  load: Load<N, Facts>,
  name: Name,
) {
  const told = (facts: Known<Facts> | null): NonNullable<Known<Facts>[Name]> | null => facts?.[name] ?? null;
  return (node: N, _args: object, context: Context) => {
    const facts = load(node, context);
    return facts instanceof Promise ? facts.then(told) : told(facts);
  };
}

/** The name that `load` finds; where there is none any more, what a change says it was called. */
export function nameOf<N extends NamedNode, Facts extends { readonly name: string | null }>(
  load: Load<N, Facts>,
) {
  const told = (facts: Facts | null, node: N) => facts?.name ?? node.lastName ?? null;
  return (node: N, _args: object, context: Context) => {
    const facts = load(node, context);
    return facts instanceof Promise ? facts.then((found) => told(found, node)) : told(facts, node);
  };
}

async function loadAll<N extends Node, Facts>(
  nodes: readonly N[],
  findAll: FindAll<N, Facts>,
  context: Context,
): Promise<(Known<Facts> | null | Error)[]> {
  const results = new Map<N, Known<Facts> | null | Error>();
  // A page with some of its names is better than one with none.
  const inPart = { ...context, scope: { ...context.scope, takesPart: true } };
  for (const [reader, ofReader] of Map.groupBy(nodes, (node) => node.reader)) {
    for (const [notBefore, group] of Map.groupBy(ofReader, (node) => node.freshness.names)) {
      const find = async () => findAll(reader, group, notBefore, inPart);
      const found = await find().catch(asError);
      group.forEach((node, n) => results.set(node, found instanceof Error ? found : resultOf(found[n])));
    }
  }
  return nodes.map((node) => results.get(node) ?? null);
}

/** Older facts stand in for a read that failed; without any, the field fails. */
function resultOf<Facts>(found: Found<Facts> | undefined): Known<Facts> | null | Error {
  return found?.facts ?? found?.error ?? found?.late ?? null;
}

function asError(reason: unknown): Error {
  return reason instanceof Error
    ? reason
    : new GatewayError('INTERNAL', 'A lookup failed', { cause: reason });
}
