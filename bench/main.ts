import { parseArgs } from 'node:util';
import { allAssignments } from './all-assignments.ts';
import { auditor } from './auditor.ts';
import { countCalls } from './calls/calls.ts';
import { counts } from './counts/counts.ts';
import { cluster } from './cluster/cluster.ts';
import { isSize } from './calls/organizations.ts';
import { explorer } from './explorer/explorer.ts';
import { history } from './history/history.ts';
import { million } from './million/million.ts';
import { sizing } from './sizing.ts';
import { sweep } from './sweep.ts';
import { compare } from './warm/compare.ts';
import { warmPeople } from './warm/people.ts';
import { warm } from './warm/warm.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    accounts: { type: 'string', default: '60' },
    'permission-sets': { type: 'string', default: '12' },
    users: { type: 'string', default: '200' },
    groups: { type: 'string', default: '25' },
    tps: { type: 'string', default: '20' },
    'latency-ms': { type: 'string', default: '50' },
    sizes: { type: 'string', default: 'S,M' },
    write: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    'round-ms': { type: 'string', default: '1500' },
    strict: { type: 'boolean', default: false },
  },
});

const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  'all-assignments': () =>
    allAssignments({
      accounts: Number(values.accounts),
      permissionSets: Number(values['permission-sets']),
      users: Number(values.users),
      groups: Number(values.groups),
      tps: Number(values.tps),
      latencyMs: Number(values['latency-ms']),
    }),
  auditor: () => auditor(sizes(), values.write),
  calls: () => countCalls(sizes(), values.write),
  explorer: () => explorer(values.strict),
  history: () => history(values.strict),
  cluster,
  counts: () => counts(values.strict),
  million: () => million(values.strict),
  compare: () => compare(positionals[1], lengths()),
  sizing: () => sizing(sizes()),
  sweep: () => sweep(sizes(), values.write),
  warm: () => warm(lengths(), values.write),
  people: () => warmPeople(lengths(), values.write),
};

const [name = 'all-assignments'] = positionals;
const benchmark = benchmarks[name];
if (!benchmark)
  throw new Error(`There is no benchmark ${name}; there are: ${Object.keys(benchmarks).join(', ')}`);
await benchmark();

function lengths() {
  return { rounds: Number(values.rounds), ms: Number(values['round-ms']) };
}

function sizes() {
  return values.sizes.split(',').map((size) => {
    if (!isSize(size)) throw new Error(`--sizes takes S, M and L, separated by commas, but got: ${size}`);
    return size;
  });
}
