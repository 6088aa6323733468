import type { ServerResponse } from 'node:http';
import { GatewayError } from '../../errors.ts';
import { requirePermission, type Viewer } from '../../viewer.ts';
import { refuse, send } from '../respond.ts';

/** One metric of Prometheus's; a name that ends in `_total` counts from the gateway's start. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** Which number of a histogram it is; its name ends so. */
  readonly of?: '_bucket' | '_sum' | '_count';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Prometheus's text format, version 0.0.4, for viewers who may see it. */
export function answerMetrics(
  response: ServerResponse,
  viewer: Viewer,
  metrics: () => readonly Metric[],
): void {
  try {
    requirePermission(viewer, 'metrics');
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return refuse(response, 403, error.code, error.message);
  }
  send(response, 200, 'text/plain; version=0.0.4', metrics().map(textOf).join(''));
}

function textOf({ name, help, type, samples }: Metric): string {
  const lines = samples.map(({ of = '', labels, value }) => `${name}${of}${labelsOf(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelsOf(labels: Sample['labels']): string {
  // JSON escapes quotes, backslashes and line ends as the format does; labels have nothing else that it would escape.
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
