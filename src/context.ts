import type { Audit } from './audit.ts';
import type { CredentialsTokens } from './credentials-tokens.ts';
import type { Portal } from './portal/portal.ts';
import type { Reader } from './reader/reader.ts';
import type { ReadScope } from './reading/scope.ts';
import type { Viewer } from './viewer.ts';

/** What a resolver may touch. One for each request. */
export interface Context {
  readonly reader: Reader;
  readonly portal: Portal;
  readonly credentialsTokens: CredentialsTokens;
  readonly viewer: Viewer;
  readonly scope: ReadScope;
  /** Where what is handed out is written down. */
  readonly audit: Audit;
  /** Whether what the mirror knows of a thing is told without waiting. */
  readonly asksMirrorFirst: boolean;
  /** How the client addressed the gateway: `http://127.0.0.1:4000`. */
  readonly origin: string;
  /** Whether whoever runs the gateway lets portal tokens out of it. */
  readonly allowsTokenExport: boolean;
}
