import { auditing, gateway, option } from './option.ts';
import { oneOf, path } from './values.ts';

/** What is written down of who asked. */
export const auditOptions = {
  audit: option(
    {
      flags: '--audit <operations>',
      env: ['GATEWAY_AUDIT'],
      description:
        'Writes an audit: a line for each login, hand-out of credentials, token and refusal, and for the operations of GraphQL: full (each), sampled (of the same viewer, document and result one a minute) or off (none). Default: full with --audit-file; no audit without either.',
      commands: gateway,
    },
    oneOf(['full', 'sampled', 'off']).optional(),
  ),
  auditFile: option(
    {
      flags: '--audit-file <file>',
      env: ['GATEWAY_AUDIT_FILE'],
      description:
        'Where the audit is written: at the end of this file, which is opened again on SIGHUP, or to standard output (-). Default: standard output. The command token writes down there, in a file alone, which tokens it makes and revokes.',
      commands: auditing,
    },
    path().optional(),
  ),
  auditKeyFile: option(
    {
      flags: '--audit-key-file <file>',
      env: ['GATEWAY_AUDIT_KEY_FILE'],
      description:
        'The key by which the audit hashes the values of filters, readable by its owner only; made when missing. Default: audit-key beside the default token file.',
      commands: gateway,
    },
    path().optional(),
  ),
};
