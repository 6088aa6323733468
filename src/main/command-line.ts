import { Command as Commander, CommanderError, Option } from 'commander';
import type { OptionName } from '../config/config.ts';
import { type Command, commands } from '../config/option.ts';
import { defaultOf, descriptionOf, docsOf, type Flags, isList, optionsOf } from './options/read-config.ts';
import { StartupError } from './startup-error.ts';

const summaries: Record<Command, string> = {
  serve: 'Serve the gateway over AWS, with the ambient credentials.',
  demo: 'Serve the gateway over a built-in sandbox organization; needs no AWS account.',
  sandbox: 'Serve the sandbox alone: an AWS endpoint for the SDKs, boto3 and the AWS CLI.',
  doctor:
    'Tell whether the gateway can work here: credentials, Region, instance, and every API that it uses.',
  export: 'Print every assignment, with names, as CSV, JSON lines or a table.',
  verify: 'Tell whether the reviews that export --evidence wrote are as they were written.',
  'credential-process': 'Print credentials of a role, for credential_process in an AWS profile.',
  'history backup': 'Copy a store with its history into a file, also while gateways use it.',
  'history restore': 'Put such a copy in the place of a store that no gateway uses.',
  'token create': 'Make a named token for a person or a program, and print it, this once.',
  'token list': 'Print the named tokens: their permissions and ends, not themselves.',
  'token revoke': 'Make a named token useless, at once.',
};

const groupSummaries: Readonly<Record<string, string>> = {
  history: 'Copy a store with its history, and restore it.',
  token: 'Make, list and revoke the named tokens of --auth tokens.',
};

/** What --help says below the options. */
const notes: Partial<Record<Command, string>> = {
  doctor: 'The exit code is 0 when the gateway can work, and 1 when something has to be done.',
  export: `Filters of one kind are alternatives, and so are --principal, --user and --group, and --account,
--account-name and --ou;
filters of different kinds must all hold. Names must be equal to the letter; --name searches.

The exit code is 0 when everything was read; 3 when not (what is missing is listed on standard error);
4 when everything was read and some id or name that a filter gives is nobody's (standard error has it, with
what is close); 2 when a filter is refused, such as for an id that is none; and 1 when the export could not
begin or broke off. One that was cut short goes on where it was when it
is started again with the same --store, as long as what it had read is not older than --max-age.

With --evidence the exit code is the same, and 3 means that the review was written and says what is missing;
when it ends with 1 or 2, nothing was written.

With --gateway a running gateway is asked instead of AWS, in one sweep that goes on when its connection is cut.`,
  verify: `Needs nothing but the folder. The exit code is 0 when all of its reviews are one chain and nothing of it was altered,
removed or added; 2 when not, with a line for each thing that is wrong; and 1 when it could not be checked.`,
  'credential-process': `Needs a sign-in: one that a gateway or "aws sso login" left in the token cache, or the gateway's own.
Prints one line of JSON and ends with 0; or says why not on standard error, and ends with 1.`,
};

export interface CommandLine {
  readonly command: Command;
  readonly flags: Flags;
  /** What the command does not know, a line each; reported with the problems of the values. */
  readonly unknown: readonly string[];
}

/** Reads the arguments after the program's name. Undefined when all they asked for was --help or --version. */
export function parseCommandLine(args: readonly string[], version: string): CommandLine | undefined {
  let result: CommandLine | undefined;
  const program = new Commander('identity-center-gateway')
    .description(
      'A GraphQL gateway over AWS IAM Identity Center: who holds which permission set on which account.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: () => {} }); // told once, by whoever catches the StartupError
  for (const command of commands) {
    const [group = '', name] = command.split(' ');
    const subcommand = (name === undefined ? program : groupIn(program, group))
      .command(name ?? group)
      .description(summaries[command])
      .exitOverride()
      // Not refused at once, so that one run reports every mistake.
      .allowUnknownOption()
      .allowExcessArguments()
      .addHelpText('after', notes[command] === undefined ? '' : `\n${notes[command]}`);
    const names = new Map(
      optionsOf(command)
        .filter((name) => !isOperand(name))
        .flatMap((name) => addOption(subcommand, name).map((attribute) => [attribute, name])),
    );
    const operands = optionsOf(command).filter(isOperand);
    for (const name of operands) subcommand.argument(docsOf(name).flags, descriptionOf(name));
    subcommand.action(() => {
      const given = operands.map((name, n) => [name, subcommand.args[n]]);
      result = {
        command,
        flags: { ...flagsOf(subcommand, names), ...Object.fromEntries(given) },
        unknown: describeUnknown(subcommand.args.slice(operands.length), command),
      };
    });
  }
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new StartupError(tidy(error.message), { cause: error });
  }
  return result;
}

/** The command that others are within. */
function groupIn(program: Commander, group: string): Commander {
  const known = program.commands.find((command) => command.name() === group);
  return (
    known ??
    program
      .command(group)
      .description(groupSummaries[group] ?? '')
      .exitOverride()
  );
}

/** Does it stand behind the command without a flag? */
function isOperand(name: OptionName): boolean {
  return docsOf(name).flags.startsWith('<');
}

/** Returns the names under which commander keeps the value. */
function addOption(subcommand: Commander, name: OptionName): string[] {
  const { flags, alias, env } = docsOf(name);
  const standard = defaultOf(name);
  const tail = standard === undefined ? '' : ` Default: ${standard}.`;
  const variables = env.length === 0 ? '' : ` [${env.join(', ')}]`;
  const option = new Option(flags, `${descriptionOf(name)}${tail}${variables}`);
  if (isList(name)) {
    option.argParser((value: string, earlier?: readonly string[]) => [...(earlier ?? []), value]);
  }
  const others = alias === undefined ? [] : [new Option(alias).hideHelp()];
  for (const one of [option, ...others]) subcommand.addOption(one);
  return [option, ...others].map((one) => one.attributeName());
}

function flagsOf(subcommand: Commander, names: ReadonlyMap<string, OptionName>): Flags {
  const given = [...names].filter(([attribute]) => subcommand.getOptionValueSource(attribute) === 'cli');
  return Object.fromEntries(
    given.map(([attribute, name]) => {
      const value: unknown = subcommand.getOptionValue(attribute);
      return [name, Array.isArray(value) ? value.map(String) : String(value)];
    }),
  );
}

function describeUnknown(rest: readonly string[], command: Command): string[] {
  const unknownFlags = rest.filter((argument) => argument.startsWith('-'));
  // What follows an unknown flag may be its value, so it is not reported as a second mistake.
  const unknown = unknownFlags.length > 0 ? unknownFlags : rest;
  return unknown.map((argument) => `${argument}: unknown; "${command} --help" lists what there is`);
}

/** In one line, though a suggestion stands on a second. Without a command, the message is commander's sign for help. */
function tidy(message: string): string {
  if (message === '(outputHelp)') return `expected a command: ${commands.join(', ')}`;
  return message.replace(/^error: /, '').replaceAll('\n', ' ');
}
