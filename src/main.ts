import { readFileSync } from 'node:fs';
import type { Config } from './config/config.ts';
import type { Command } from './config/option.ts';
import { parseCommandLine } from './main/command-line.ts';
import { explain } from './main/explain.ts';
import { readConfig } from './main/options/read-config.ts';
import { type Service, stopOnSignal } from './main/service.ts';
import { StartupError } from './main/startup-error.ts';
import { outliveReaders } from './main/standard-streams.ts';

/** Something that runs until it is stopped, or until it is done, and then with an exit code. */
type Program = { start(config: Config): Promise<Service> } | { run(config: Config): Promise<number> };

// What a command needs is loaded with it: --help waits for no AWS SDK.
const programs: Record<Command, () => Promise<Program>> = {
  serve: () => import('./main/commands/serve.ts'),
  demo: () => import('./main/commands/demo.ts'),
  sandbox: () => import('./main/commands/sandbox.ts'),
  doctor: () => import('./main/commands/doctor.ts'),
  export: () => import('./main/commands/export.ts'),
  verify: () => import('./main/commands/verify.ts'),
  'credential-process': () => import('./main/commands/credential-process.ts'),
  'history backup': async () => ({ run: (await import('./main/commands/history.ts')).backup }),
  'history restore': async () => ({ run: (await import('./main/commands/history.ts')).restore }),
  'token create': async () => ({ run: (await import('./main/commands/token.ts')).create }),
  'token list': async () => ({ run: (await import('./main/commands/token.ts')).list }),
  'token revoke': async () => ({ run: (await import('./main/commands/token.ts')).revoke }),
};

/** Arguments → config → wiring → listen, or work to the end. */
async function main(): Promise<void> {
  outliveReaders();
  const commandLine = parseCommandLine(process.argv.slice(2), version());
  if (!commandLine) return;
  const { command, flags, unknown } = commandLine;
  const config = readConfig(command, flags, process.env, unknown);
  const program = await programs[command]();
  if ('run' in program) {
    // Not process.exit: what was written may still be on its way.
    process.exitCode = await program.run(config);
    return;
  }
  const service = await program.start(config);
  stopOnSignal(service);
  process.stdout.write(`${service.readyLine}\n`);
}

function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return manifest.version;
}

try {
  await main();
} catch (error) {
  for (const line of explain(error)) process.stderr.write(`identity-center-gateway: ${line}\n`);
  process.exit(error instanceof StartupError ? error.exitCode : 1);
}
