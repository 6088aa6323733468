import type { Config } from '../../config.ts';
import { GatewayError } from '../../errors.ts';
import type { AssignmentFilterInput } from '../../reader/filter/input.ts';
import { StartupError } from '../startup-error.ts';

/** Some values of one flag, as the reader takes them. */
interface Alternative {
  readonly flag: string;
  readonly filter: AssignmentFilterInput;
}

/** The filter flags of an export, as one filter. */
export interface ExportFilter {
  readonly filter: AssignmentFilterInput;
  /** A refusal of the filter, in the words of the command line. */
  readonly explain: (error: unknown) => unknown;
}

const principalId = /^(?:[\da-f]{10}-)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** A name may begin with `ps-` too, but hardly goes on with 16 hex digits. */
const permissionSetId = /^(?:arn:.*|(?:(?:sso)?ins-[^/]*\/)?ps-[\da-f]{16})$/;
/** Also ids that lost their leading zeros: the reader says so. */
const accountId = /^\d{9,12}$/;

/** Values of one kind are alternatives; kinds must all hold. A value that looks like an id is one, else a name. */
export function exportFilter(config: Config): ExportFilter {
  const { ouFilter, recursive = false } = config;
  if (recursive && ouFilter.length === 0) throw new StartupError('--recursive: needs --ou');
  const kinds = [
    principals(config),
    permissionSets(config),
    targets(config, recursive),
    names(config),
  ].filter((alternatives) => alternatives.length > 0);
  return {
    filter: { and: kinds.map((alternatives) => ({ or: alternatives.map(({ filter }) => filter) })) },
    explain: (error) => inFlags(error, kinds),
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
function inFlags(error: unknown, kinds: readonly (readonly Alternative[])[]): unknown {
  if (!(error instanceof GatewayError) || error.code !== 'BAD_INPUT') return error;
  const argument = String(error.details['argument']);
  const [, kind, alternative] = /^filter\.and\[(\d+)\]\.or\[(\d+)\]/.exec(argument) ?? [];
  const flag = kinds[Number(kind)]?.[Number(alternative)]?.flag;
  if (flag === undefined) return error;
  return new StartupError(error.message.replace(argument, flag), { cause: error });
}
