import type { OperationModel, Shape } from '../models/model.ts';
import { restServices } from '../services.ts';
import type { RestService } from '../services.ts';
import { parseJsonObject } from './aws-json.ts';
import { WireError } from './errors.ts';
import type { Input, WireProtocol, WireRequest } from './wire-protocol.ts';

/** By path, because no two services share one. */
const protocols = new Map(
  restServices.flatMap((service) => {
    const protocol = restJson(service);
    return Object.values(service.model.operations).flatMap(({ http }) =>
      http === undefined ? [] : [[http.path, protocol] as const],
    );
  }),
);

/** restJson1 of the service whose path this is. */
export function restProtocolAt(path: string): WireProtocol | undefined {
  return protocols.get(path);
}

/** restJson1: method and path are the operation, and each service has its own form of errors. */
function restJson(service: RestService): WireProtocol {
  const { model } = service;
  return {
    contentType: 'application/json',

    operationOf({ method, path, query }) {
      const found = Object.entries(model.operations).find(
        ([, { http }]) => http?.path === path && http.method === method,
      );
      if (found === undefined) {
        throw new WireError('MethodNotAllowedException', `The sandbox has no ${method} ${path}.`, {}, 405);
      }
      if (query.has('aws_iam')) {
        throw new WireError('UnknownOperationException', 'The sandbox has no CreateTokenWithIAM.', {}, 404);
      }
      return { service, operation: found[0] };
    },

    inputOf(request, operation) {
      const shape = inputShape(service, model.operations[operation]);
      // A GET has no body, and a member that belongs elsewhere is not looked for in one.
      const body = parseJsonObject(request.body);
      const members = Object.keys(shape.members).flatMap((member) => {
        const value = valueOf(member, request, body, service, shape);
        return value === undefined ? [] : [[member, value] as const];
      });
      return Object.fromEntries(members);
    },

    answer(output) {
      return output === undefined ? '' : JSON.stringify(output);
    },

    refusal(error) {
      const { headers, body } = service.errorForm(error);
      const shape = model.shapes[error.type];
      const modelled = shape?.type === 'structure' ? shape.status : undefined;
      return { status: error.status ?? modelled ?? 400, headers, body: JSON.stringify(body) };
    },
  };
}

type Structure = Extract<Shape, { type: 'structure' }>;

function inputShape({ model }: RestService, operation: OperationModel | undefined): Structure {
  const shape = operation?.input === undefined ? undefined : model.shapes[operation.input];
  return shape?.type === 'structure' ? shape : { type: 'structure', members: {} };
}

function valueOf(
  member: string,
  { query, headers }: WireRequest,
  body: Input,
  { model }: RestService,
  { members, locations = {} }: Structure,
): unknown {
  const location = locations[member];
  if (location === undefined) return body[member];
  const text = location.in === 'header' ? headers[location.name] : (query.get(location.name) ?? undefined);
  const type = model.shapes[members[member] ?? '']?.type;
  // What is not a number stays text, and is refused as that.
  return type === 'integer' && text !== undefined && /^-?\d+$/.test(text) ? Number(text) : text;
}
