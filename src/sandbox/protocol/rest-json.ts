import type { OperationModel, Shape } from '../models/model.ts';
import { restServices } from '../services.ts';
import type { RestService } from '../services.ts';
import { parseJsonObject } from './aws-json.ts';
import { WireError } from './errors.ts';
import type { Input, WireProtocol, WireRequest } from './wire-protocol.ts';

interface Route {
  readonly service: RestService;
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
}

const routes: readonly Route[] = restServices.flatMap((service) =>
  Object.entries(service.model.operations).flatMap(([operation, { http }]) =>
    http === undefined ? [] : [{ service, operation, method: http.method, path: patternOf(http.path) }],
  ),
);

const protocols = new Map(restServices.map((service) => [service, restJson(service)]));

/** restJson1 of the service whose path this is: no two services share one. */
export function restProtocolAt(path: string): WireProtocol | undefined {
  const route = routes.find((one) => one.path.test(path));
  return route && protocols.get(route.service);
}

/** Of a path with the names of members in braces, each of which is one part of it. */
function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

/** restJson1: method and path are the operation, and each service has its own form of errors. */
function restJson(service: RestService): WireProtocol {
  const { model } = service;
  return {
    contentType: 'application/json',

    operationOf({ method, path, query }) {
      const found = routes.find(
        (route) => route.service === service && route.method === method && route.path.test(path),
      );
      if (found === undefined) {
        throw new WireError('MethodNotAllowedException', `The sandbox has no ${method} ${path}.`, {}, 405);
      }
      if (query.has('aws_iam')) {
        throw new WireError('UnknownOperationException', 'The sandbox has no CreateTokenWithIAM.', {}, 404);
      }
      return { service, operation: found.operation };
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
  { path, query, headers }: WireRequest,
  body: Input,
  { model }: RestService,
  { members, locations = {} }: Structure,
): unknown {
  const location = locations[member];
  if (location === undefined) return body[member];
  const text = {
    header: () => headers[location.name],
    querystring: () => query.get(location.name) ?? undefined,
    uri: () => partOf(path, location.name),
  }[location.in]();
  const type = model.shapes[members[member] ?? '']?.type;
  // What is not a number stays text, and is refused as that.
  return type === 'integer' && text !== undefined && /^-?\d+$/.test(text) ? Number(text) : text;
}

/** What stands in a path for a member, as it was before it was escaped. */
function partOf(path: string, name: string): string | undefined {
  const parts = routes.map((route) => route.path.exec(path)?.groups?.[name]);
  const part = parts.find((found) => found !== undefined);
  try {
    return part && decodeURIComponent(part);
  } catch {
    throw new WireError('SerializationException', `The path has no readable ${name}.`, {}, 400);
  }
}
