import { restServices } from '../../src/sandbox/services.ts';
import type { RawAnswer } from './aws-clients.ts';

/** A signed call of a REST service as it goes over the wire. `operation`: such as `account-access:ListApplications`. */
export async function restCall(
  endpoint: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  { region = 'us-east-1', accessKeyId = 'anyone' } = {},
): Promise<RawAnswer> {
  const [serviceName, name] = operation.split(':');
  const { model } = restServices.find((candidate) => candidate.name === serviceName)!;
  const { http, input: shapeName } = model.operations[name!]!;
  const shape = model.shapes[shapeName!]!;
  const locations = (shape.type === 'structure' ? shape.locations : undefined) ?? {};
  // A path has no room for what is no text, or an empty one.
  const text = (member: string) => (typeof input[member] === 'string' && input[member]) || 'unknown';
  const path = http!.path.replace(/\{(\w+)\}/g, (_, member: string) => encodeURIComponent(text(member)));
  const url = new URL(`${endpoint}${path}`);
  for (const [member, location] of Object.entries(locations))
    if (location.in === 'querystring' && input[member] !== undefined)
      url.searchParams.set(location.name, text(member));
  const body = Object.fromEntries(Object.entries(input).filter(([member]) => !locations[member]));
  const scope = `20260101/${region}/${model.signingName}/aws4_request`;
  const response = await fetch(url, {
    method: http!.method,
    headers: {
      'content-type': 'application/json',
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host, Signature=00`,
    },
    ...(http!.method === 'POST' && { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text: answer,
    json: answer === '' ? {} : (JSON.parse(answer) as Record<string, unknown>),
  };
}
