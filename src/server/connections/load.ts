import type { Socket } from 'node:net';
import type { InFlight } from '../limits/in-flight.ts';
import type { Metric } from '../endpoints/metrics-endpoint.ts';

/** What clients take up at present. */
export function loadMetrics(connections: ReadonlySet<Socket>, inFlight: InFlight): Metric[] {
  const unsent = [...connections].reduce((sum, { writableLength }) => sum + writableLength, 0);
  return [
    gauge('connections', 'Connections that are open, WebSockets too.', connections.size),
    gauge('requests', 'Requests and operations under way, subscriptions too.', inFlight.size),
    gauge('unsent_bytes', 'Bytes that wait to be taken by clients.', unsent),
  ];
}

function gauge(name: string, help: string, value: number): Metric {
  return { name: `identity_center_gateway_${name}`, help, type: 'gauge', samples: [{ labels: {}, value }] };
}
