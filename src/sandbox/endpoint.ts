import { randomUUID } from 'node:crypto';
import type { CallLog } from './call-log.ts';
import type { Fault, Faults } from './faults.ts';
import type { ServiceModel } from './models/model.ts';
import type { Call, Modes } from './operations/call.ts';
import { withoutArns } from './operations/older-shapes.ts';
import { PendingWrites } from './operations/pending-writes.ts';
import { OrganizationError } from './organization/types.ts';
import type { Organization } from './organization/types.ts';
import { awsJson } from './protocol/aws-json.ts';
import { awsQuery, isAwsQuery } from './protocol/aws-query.ts';
import { WireError } from './protocol/errors.ts';
import type { Pager } from './protocol/paging.ts';
import { restProtocolAt } from './protocol/rest-json.ts';
import { signatureOf } from './protocol/signature.ts';
import { violations } from './protocol/validation.ts';
import type { Input, WireProtocol, WireRequest } from './protocol/wire-protocol.ts';
import type { Service } from './services.ts';
import type { SignIns } from './sign-in/sign-ins.ts';
import type { Throttle } from './throttle.ts';

type Headers = Readonly<Record<string, string>>;

export type WireOutcome =
  | {
      readonly status: number;
      readonly headers: Headers;
      readonly body: string;
      readonly delayMs: number;
    }
  | 'drop';

export interface EndpointParts {
  readonly organization: Organization;
  /** The instance's primary Region. */
  readonly homeRegion: string;
  readonly replicaRegion: string | undefined;
  readonly modes: Modes;
  readonly signIns: SignIns;
  readonly pager: Pager;
  /** Undefined when nothing is throttled. */
  readonly throttle: Throttle | undefined;
  readonly faults: Faults;
  readonly log: CallLog;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Caller = Pick<Call, 'region' | 'accessKeyId' | 'base' | 'sourceIp'>;

/** Where a call came from, and where it was sent. */
export type Route = Pick<Call, 'base' | 'sourceIp'>;

/** Answers the calls of all services. It never throws: whatever a client sends has an answer. */
export function createEndpoint(parts: EndpointParts): (request: WireRequest, route: Route) => WireOutcome {
  const pendingWrites = new PendingWrites();

  function callFor(service: Service, operation: string, input: Input, caller: Caller): Call {
    const { organization, modes, signIns, pager, now } = parts;
    const { NextToken, MaxResults, nextToken: token = NextToken, maxResults = MaxResults } = input;
    return {
      organization,
      modes,
      signIns,
      ...caller,
      homeRegion: parts.homeRegion,
      replicaRegion: parts.replicaRegion,
      pendingWrites,
      now: () => now() / 1000,
      page(rows, keyOf, whose) {
        const page = pager.page({
          rows,
          keyOf,
          size: typeof maxResults === 'number' ? maxResults : service.defaultPageSize,
          token: typeof token === 'string' ? token : undefined,
          boundTo: JSON.stringify([
            service.name,
            operation,
            sorted(parametersOf(input)),
            ...(whose === undefined ? [] : [whose]),
          ]),
          revision: organization.revision,
        });
        if (page === undefined) throw service.refusals.foreignToken();
        return page;
      },
    };
  }

  function answer(service: Service, operation: string, input: Input, caller: Caller): unknown {
    const { throttle } = parts;
    if (throttle && !throttle.admits(service.name, operation)) throw service.refusals.throttled();
    const call = callFor(service, operation, input, caller);
    service.authorize?.(operation, call);
    const shape = service.model.operations[operation]?.input;
    const found = shape === undefined ? [] : violations(service.model, shape, input);
    const mistyped = found.find(({ rule }) => rule === 'type');
    if (mistyped) throw service.refusals.mistyped(mistyped);
    if (found.length > 0) throw service.refusals.invalid(found);
    // The model's check is what makes the input the handler's.
    const output = service.handlers[operation]?.(input as never, call);
    return parts.modes.arnsAbsent ? withoutArns(operation, output) : output;
  }

  function inService(service: Service, work: () => unknown): unknown {
    try {
      return work();
    } catch (error) {
      if (error instanceof WireError) throw error;
      if (error instanceof OrganizationError) throw service.refusals.refused(error);
      throw service.refusals.failed(`The sandbox failed: ${String(error)}`);
    }
  }

  return (request, route) => {
    const at = parts.now();
    const protocol = protocolOf(request);
    const requestId = randomUUID();
    const outcome = (status: number, body: string, delayMs = 0, headers: Headers = {}): WireOutcome => ({
      status,
      headers: {
        'content-type': protocol.contentType,
        'x-amzn-requestid': requestId,
        'cache-control': 'no-store',
        ...headers,
      },
      body,
      delayMs,
    });
    const refusal = (refused: WireError, headers?: Headers): WireOutcome => {
      const {
        status,
        headers: ofError,
        body,
      } = protocol.refusal(withRequestId(refused, requestId, model), requestId);
      return outcome(status, body, 0, { ...ofError, ...headers });
    };
    let model: ServiceModel | undefined;
    let error: string | undefined;
    let record = (): void => {};
    try {
      const { service, operation } = protocol.operationOf(request);
      model = service.model;
      const { signingName } = model;
      const signature =
        signingName === undefined
          ? { region: parts.replicaRegion ?? parts.homeRegion, accessKeyId: undefined }
          : signatureOf(request.headers['authorization'], signingName);
      const input = protocol.inputOf(request, operation);
      record = () =>
        parts.log.add({
          service: service.name,
          operation,
          input: withoutSecrets(input, service.secrets),
          at,
          ...(error !== undefined && { error }),
        });
      const fault = parts.faults.strike(`${service.name}:${operation}`, input);
      if (fault === 'drop') {
        error = 'drop';
        return 'drop';
      }
      if (fault !== undefined && 'error' in fault) {
        error = fault.error;
        return refusal(faultError(fault), fault.headers);
      }
      const output = inService(service, () => answer(service, operation, input, { ...signature, ...route }));
      const { status = 200 } = service.model.operations[operation]?.http ?? {};
      const body = status === 204 ? '' : protocol.answer(output, operation, requestId);
      return outcome(status, body, fault?.hangMs);
    } catch (caught) {
      if (!(caught instanceof WireError)) throw caught;
      error = caught.type;
      return refusal(caught);
    } finally {
      record();
    }
  };
}

/** Only some services have the request's id in the body of their errors, too: their models say which. */
function withRequestId(error: WireError, requestId: string, model: ServiceModel | undefined): WireError {
  const shape = model?.shapes[error.type];
  if (shape?.type !== 'structure' || !('RequestId' in shape.members)) return error;
  return new WireError(error.type, error.message, { RequestId: requestId, ...error.members }, error.status);
}

function protocolOf(request: WireRequest): WireProtocol {
  return restProtocolAt(request.path) ?? (isAwsQuery(request) ? awsQuery : awsJson);
}

/** What a list is asked for with. The token of a person's session is not a parameter: it may be renewed between pages. */
function parametersOf(input: Input): Input {
  const aside = new Set(['NextToken', 'MaxResults', 'nextToken', 'maxResults', 'accessToken']);
  return Object.fromEntries(Object.entries(input).filter(([name]) => !aside.has(name)));
}

function withoutSecrets(input: Input, secrets: readonly string[] = []): Input {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, secrets.includes(name) ? '***' : value]),
  );
}

/** The same parameters in another order are the same parameters. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}

const serverFaults = new Set([
  'InternalServerException',
  'ServiceException',
  'InternalFailure',
  'ServiceUnavailable',
]);

function faultError(fault: Extract<Fault, { error: string }>): WireError {
  const status = fault.status ?? (serverFaults.has(fault.error) ? 500 : undefined);
  return new WireError(fault.error, fault.message ?? 'A fault that was asked for.', fault.members, status);
}
