import type { Config } from '../../config/config.ts';
import { GatewayError } from '../../errors.ts';
import type { AssignmentFilterInput, PrincipalFilterInput } from '../../reader/filter/input.ts';
import { StartupError } from '../startup-error.ts';

/** Some values of one flag, as the reader takes them. */
interface Alternative {
  readonly flag: string;
  readonly filter: AssignmentFilterInput;
}

/** The filter flags of an export, as one filter. */
export interface ExportFilter {
  readonly filter: AssignmentFilterInput;
  /** With --people: which of them. */
  readonly user?: PrincipalFilterInput;
  /** A refusal of the filter, in the words of the command line. */
  readonly explain: (error: unknown) => unknown;
  /** The flag that a part of the filter came from, such as that at `filter.and[0].or[1].target.ids`. */
  readonly flagOf: (path: string) => string | undefined;
}

// What is meant as an id, well-formed or not: what is wrong with it the reader says, where a name would just be nobody's.
/** Hex digits in groups, about as many as a UUID has. */
const principalId = /^(?=.{30,60}$)[\da-f]+(?:-[\da-f]+){3,6}$/i;
/** A name has no slash. It may begin with `ps-`, but hardly goes on with a dozen hex digits. */
const permissionSetId = /^(?:arn:.*|.*\/.*|ps-[\da-f]{12,})$/;
/** Also one that lost its leading zeros, or that is grouped for reading. */
const accountId = /^\d(?:[\s-]?\d){8,}$/;

/** Values of one kind are alternatives; kinds must all hold. A value that looks like an id is one, else a name. */
export function exportFilter(config: Config): ExportFilter {
  const { ouFilter, recursive = false } = config;
  if (recursive && ouFilter.length === 0) throw new StartupError('--recursive: needs --ou');
  const user = config.people ? peopleOf(config) : undefined;
  const kinds = [
    principals(config.people ? { ...config, userFilter: [] } : config),
    permissionSets(config),
    targets(config, recursive),
    names(config),
  ].filter((alternatives) => alternatives.length > 0);
  const flagOf = (path: string) => {
    if (/^user\b/.test(path)) return '--user';
    const [, kind, alternative] = /^filter\.and\[(\d+)\]\.or\[(\d+)\]/.exec(path) ?? [];
    return kinds[Number(kind)]?.[Number(alternative)]?.flag;
  };
  return {
    filter: { and: kinds.map((alternatives) => ({ or: alternatives.map(({ filter }) => filter) })) },
    ...(user && { user }),
    explain: (error) => inFlags(error, flagOf),
    flagOf,
  };
}

function principals({ principalFilter, userFilter, groupFilter }: Config): Alternative[] {
  const of = (flag: string, values: readonly string[], type?: 'USER' | 'GROUP') =>
    idsOrNames(flag, values, principalId, (test) => ({ principal: { ...test, type } }));
  return [
    ...of('--principal', principalFilter),
    ...of('--user', userFilter, 'USER'),
    ...of('--group', groupFilter, 'GROUP'),
  ];
}

/** Of people --user says which, and not what the grants name. */
function peopleOf({ userFilter }: Config): PrincipalFilterInput | undefined {
  const { ids, names: texts } = Object.groupBy(userFilter, (value) =>
    principalId.test(value) ? 'ids' : 'names',
  );
  if (ids && texts) throw new StartupError('--user: with --people give ids or names, not both');
  if (ids) return { ids };
  return texts && { name: { in: texts } };
}

function permissionSets({ permissionSetFilter }: Config): Alternative[] {
  return idsOrNames('--permission-set', permissionSetFilter, permissionSetId, (permissionSet) => ({
    permissionSet,
  }));
}

function targets({ accountFilter, accountNameFilter, ouFilter }: Config, recursive: boolean): Alternative[] {
  const accounts = idsOrNames('--account', accountFilter, accountId, (target) => ({ target }));
  if (accountNameFilter.length > 0)
    accounts.push({ flag: '--account-name', filter: { target: { name: { in: accountNameFilter } } } });
  if (ouFilter.length === 0) return accounts;
  return [...accounts, { flag: '--ou', filter: { target: { ids: ouFilter, recursive } } }];
}

function names({ nameFilter }: Config): Alternative[] {
  return nameFilter.map((matches) => {
    const side = { name: { matches } };
    return {
      flag: '--name',
      filter: { or: [{ principal: side }, { permissionSet: side }, { target: side }] },
    };
  });
}

function idsOrNames(
  flag: string,
  values: readonly string[],
  id: RegExp,
  filterOf: (
    test: { readonly ids: readonly string[] } | { readonly name: { readonly in: readonly string[] } },
  ) => AssignmentFilterInput,
): Alternative[] {
  const { ids = [], names: texts = [] } = Object.groupBy(values, (value) =>
    id.test(value) ? 'ids' : 'names',
  );
  return [
    ...(ids.length > 0 ? [{ flag, filter: filterOf({ ids }) }] : []),
    ...(texts.length > 0 ? [{ flag, filter: filterOf({ name: { in: texts } }) }] : []),
  ];
}

/** The reader names the argument at fault, such as `filter.and[0].or[1].target.ids[0]`; a person gave a flag. */
function inFlags(error: unknown, flagOf: ExportFilter['flagOf']): unknown {
  if (!(error instanceof GatewayError) || error.code !== 'BAD_INPUT') return error;
  const argument = String(error.details['argument']);
  const flag = flagOf(argument);
  if (flag === undefined) return error;
  return new StartupError(error.message.replace(argument, flag), { cause: error, exitCode: 2 });
}
