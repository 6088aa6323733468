import { parseArgs } from 'node:util';
import { allAssignments } from './all-assignments.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    accounts: { type: 'string', default: '60' },
    'permission-sets': { type: 'string', default: '12' },
    users: { type: 'string', default: '200' },
    groups: { type: 'string', default: '25' },
    tps: { type: 'string', default: '20' },
    'latency-ms': { type: 'string', default: '50' },
  },
});

const [name = 'all-assignments'] = positionals;
if (name !== 'all-assignments') throw new Error(`There is no benchmark ${name}; there is: all-assignments`);

await allAssignments({
  accounts: Number(values.accounts),
  permissionSets: Number(values['permission-sets']),
  users: Number(values.users),
  groups: Number(values.groups),
  tps: Number(values.tps),
  latencyMs: Number(values['latency-ms']),
});
