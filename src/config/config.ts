import { z } from 'zod';
import { answerOptions } from './answers.ts';
import { auditOptions } from './audit.ts';
import { boundsOptions } from './bounds.ts';
import { changeOptions } from './changes.ts';
import { documentOptions } from './documents.ts';
import { evidenceOptions } from './evidence.ts';
import { filterOptions } from './filter.ts';
import { historyOptions } from './history.ts';
import { listeningOptions } from './listening.ts';
import { organizationOptions } from './organization.ts';
import { originOptions } from './origins.ts';
import { replicaOptions } from './replicas.ts';
import { reportOptions } from './report.ts';
import { sandboxOptions } from './sandbox.ts';
import { signInOptions } from './sign-in.ts';
import { viewerOptions } from './viewers.ts';

/** Every option of every command: its flag, variables, check, default and description. docs/config.md is printed from it. */
export const configSchema = z.object({
  ...listeningOptions,
  ...originOptions,
  ...viewerOptions,
  ...documentOptions,
  ...organizationOptions,
  ...signInOptions,
  ...replicaOptions,
  ...boundsOptions,
  ...answerOptions,
  ...auditOptions,
  ...sandboxOptions,
  ...reportOptions,
  ...filterOptions,
  ...changeOptions,
  ...evidenceOptions,
  ...historyOptions,
});

/** Checked values, in the units that the names say. Options of other commands hold their defaults. */
export type Config = Readonly<z.output<typeof configSchema>>;
export type OptionName = keyof Config;
