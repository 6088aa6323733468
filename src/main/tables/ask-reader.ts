import { randomBytes } from 'node:crypto';
import type { AwsOptions } from '../../aws/aws.ts';
import { unaudited } from '../../audit.ts';
import type { Config } from '../../config/config.ts';
import { createCredentialsTokens } from '../../credentials-tokens.ts';
import type { Reader } from '../../reader/reader.ts';
import type { ReadScope } from '../../reading/scope.ts';
import { schema } from '../../schema/index.ts';
import { errorMask } from '../../server/graphql/mask-error.ts';
import type { Viewer } from '../../viewer.ts';
import { openPortal } from '../gateway/open-portal.ts';
import { askHere, type HereAsker } from './ask-here.ts';

interface Process {
  readonly reader: Reader;
  readonly scope: ReadScope;
  readonly meter: { toJSON(): unknown };
  readonly config: Config;
  readonly aws: AwsOptions;
}

/** Whoever has the credentials of AWS may read all that they read. */
const viewer: Viewer = {
  viewerId: 'local',
  issuer: 'local',
  subject: 'local',
  name: 'whoever runs this command',
  isLocal: true,
  permissions: new Set(['read']),
};

/** Who asks a reader of this process, which no gateway has. */
export function askReader({ reader, scope, meter, config, aws }: Process): HereAsker {
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const context = {
    reader,
    portal: openPortal(config, aws, randomBytes(32), quiet),
    credentialsTokens: createCredentialsTokens(),
    viewer,
    scope,
    meter,
    audit: unaudited,
    asksMirrorFirst: true,
    origin: '',
    allowsTokenExport: false,
  };
  return askHere({ schema, context, mask: errorMask(unexpected) });
}

const unexpected = {
  debug() {},
  info() {},
  warn() {},
  /** A bug: the command ends with it. */
  error({ err }: { readonly err?: unknown }): void {
    throw err;
  },
};
