import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { rawCall } from '../sandbox/aws-clients.ts';
import { type Exchange, proxyTo, type Proxy } from './proxy.ts';

/** AWS as credentials see it that see two instances: each sandbox has one, and the first has the organization. */
export async function twoInstances(first: Sandbox, second: Sandbox): Promise<Proxy> {
  const proxy = await proxyTo(first.url);
  const { instanceArn, identityStoreId } = second.organization;
  const ids = [instanceArn.slice(instanceArn.lastIndexOf('/') + 1), identityStoreId];
  const askSecond = async ({ operation, input }: Exchange) => rawCall(second.url, operation, input);
  const json = { 'content-type': 'application/x-amz-json-1.1' };
  proxy.plant({
    operation: 'sso-admin:ListInstances',
    fault: async (exchange) => {
      const [one, other] = await Promise.all([exchange.ask(), askSecond(exchange)]);
      const of = (text: string) => JSON.parse(text).Instances;
      const Instances = [...of(one.body.toString()), ...of(other.text)];
      exchange.send({ headers: json, body: JSON.stringify({ Instances }) });
    },
  });
  proxy.plant({
    when: (input) => ids.some((id) => JSON.stringify(input).includes(id)),
    fault: async (exchange) => {
      const { status, text } = await askSecond(exchange);
      exchange.send({ status, headers: json, body: text });
    },
  });
  return proxy;
}
