import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { program, type Program } from '../cli/program.ts';
import { assignmentsQuery, type Page, type PageArgs } from '../gateway/gateway-on-sandbox.ts';

/** A gateway in a process of its own, one of several on a database. */
export interface ReplicaProcess extends AsyncDisposable {
  readonly url: string;
  readonly program: Program;
  readonly pid: number;
  page(args?: PageArgs): Promise<Page>;
}

export async function startReplica(store: string, sandbox: Sandbox): Promise<ReplicaProcess> {
  const started = program(['serve', '--auth', 'none', '--port', '0', '--aws-tps', '1000'], {
    GATEWAY_STORE: store,
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  const url = (await started.firstLine).replace('Gateway ready at ', '');
  const ready = new URL('/ready', url);
  while ((await fetch(ready)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    url,
    program: started,
    pid: started.child.pid!,
    async page(args = {}) {
      const body = JSON.stringify({ query: assignmentsQuery(), variables: args });
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body });
      const { data, errors, extensions } = (await response.json()) as any;
      if (errors || !data?.assignments) throw new Error(JSON.stringify(errors ?? data));
      return { ...data.assignments, aws: extensions.aws };
    },
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}
