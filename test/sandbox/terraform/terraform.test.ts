import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';

/** A filesystem mirror that holds HashiCorp's AWS provider; Terraform itself is looked for in PATH. */
const plugins = process.env['TERRAFORM_PLUGINS'];

/** Terraform waits ten seconds here and there, whatever it is told. */
const timeout = 600_000;

it.skipIf(plugins === undefined)(
  'Terraform applies, sees no drift, changes in place and destroys (skipped without TERRAFORM_PLUGINS)',
  { timeout },
  async () => {
    await using sandbox = await startSandbox();
    const folder = await mkdtemp(join(tmpdir(), 'terraform-'));
    const counted = () => {
      const { organization } = sandbox;
      const open = organization.accounts().filter(({ state }) => state !== 'CLOSED');
      return {
        users: organization.users().length,
        groups: organization.groups().length,
        permissionSets: organization.permissionSets().length,
        units: organization.organizationalUnits().length,
        accounts: open.length,
        assignments: organization.assignmentCount(),
      };
    };
    try {
      await cp(new URL('main.tf', import.meta.url), join(folder, 'main.tf'));
      const cliConfig = join(folder, 'terraformrc');
      const mirror = `provider_installation {\n  filesystem_mirror {\n    path = "${plugins}"\n  }\n}\n`;
      await writeFile(cliConfig, mirror);
      const run = async (...args: string[]): Promise<string> => {
        const env = {
          PATH: process.env['PATH'],
          HOME: folder,
          TF_CLI_CONFIG_FILE: cliConfig,
          CHECKPOINT_DISABLE: '1',
          TF_IN_AUTOMATION: '1',
        };
        const { stdout } = await promisify(execFile)('terraform', [...args, '-no-color', '-input=false'], {
          cwd: folder,
          env,
          timeout,
        });
        return stdout;
      };
      const variables = (changed: boolean) => [`-var=endpoint=${sandbox.url}`, `-var=changed=${changed}`];
      const before = counted();
      await run('init');
      expect(await run('apply', '-auto-approve', ...variables(false))).toMatch(/16 added, 0 changed/);
      expect(await run('plan', ...variables(false))).toContain('No changes.');
      expect(counted()).toEqual({
        users: before.users + 2,
        groups: before.groups + 1,
        permissionSets: before.permissionSets + 1,
        units: before.units + 2,
        accounts: before.accounts + 1,
        assignments: before.assignments + 2,
      });
      // All but the boundary, of which the provider itself makes a new one.
      expect(await run('apply', '-auto-approve', ...variables(true))).toMatch(
        /1 added, 7 changed, 1 destroyed/,
      );
      expect(await run('plan', ...variables(true))).toContain('No changes.');
      await run('destroy', '-auto-approve', ...variables(true));
      expect(counted()).toEqual(before);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
