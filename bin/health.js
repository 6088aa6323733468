// Whether the gateway in this container is alive, for a HEALTHCHECK: its exit code. Reads the port and whether it
// speaks TLS from the gateway's own variables; an orchestrator with probes of its own asks /health and /ready.

import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

const { GATEWAY_PORT: port = '4000', GATEWAY_TLS_CERT: certificate } = process.env;
const options = { host: '127.0.0.1', port, path: '/health', timeout: 4000 };
const request = certificate
  ? // It is asked by another name than the certificate's, and tells no secret.
    getHttps({ ...options, rejectUnauthorized: false }, ended)
  : getHttp(options, ended);
request.on('timeout', () => request.destroy(new Error('no answer within 4 s')));
request.on('error', ({ message }) => {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});

function ended(response) {
  response.resume();
  process.exitCode = response.statusCode === 200 ? 0 : 1;
}
