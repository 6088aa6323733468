import type { GraphQLSchema } from 'graphql';
import { bytes, frames, overWebSocket, upgrades } from './connections.ts';
import type { Gate } from './gate.ts';
import { Grammar } from './grammar.ts';
import type { Input } from './input.ts';
import { crossOrigin, forwarded, named } from './origins.ts';
import type { Random } from './random.ts';
import { brokenBody, elsewhere, gotten, posted, slowBody, wrongHeaders } from './requests.ts';
import type { RealValues } from './values.ts';

/** What is sent as the nth input of a seed. */
export function makeInput(random: Random, gate: Gate, schema: GraphQLSchema, real: RealValues): Input {
  const make = random.weighted<() => Input>([
    [48, () => posted(random, gate, new Grammar(schema, real, random).input())],
    [5, () => gotten(random, gate, new Grammar(schema, real, random).input())],
    [8, () => overWebSocket(random, new Grammar(schema, real, random).input())],
    [5, () => brokenBody(random, gate, new Grammar(schema, real, random).input())],
    [6, () => elsewhere(random, gate)],
    [3, () => wrongHeaders(random, gate)],
    [3, () => forwarded(random, gate)],
    [3, () => crossOrigin(random, gate)],
    [4, () => named(random, gate, new Grammar(schema, real, random).input())],
    [2, () => slowBody(random, gate, new Grammar(schema, real, random).input())],
    [6, () => bytes(random)],
    [2, () => upgrades(random)],
    [3, () => frames(random)],
  ]);
  return make();
}
