import { useMemo } from 'preact/hooks';
import { useParam } from '../../frame/location.ts';
import {
  AccountLink,
  AccountState,
  GroupLink,
  Mark,
  Named,
  OuLink,
  PersonLink,
  setIdOf,
  SetLink,
} from '../../parts/links.tsx';
import type { LongColumn } from '../../parts/long-table.tsx';
import type { Row } from './rows.ts';

export type Shown = 'assignments' | 'people';

export interface TextColumn extends LongColumn<Row> {
  readonly text: (row: Row) => string;
  /** Only there when somebody chooses it. */
  readonly isHidden?: boolean;
}

const holder: TextColumn = {
  name: 'Held by',
  share: 3,
  text: ({ principal }) => principal.name,
  cell: ({ principal: { id, type: kind, name, state } }) => (
    <Named>
      {kind === 'USER' ? <PersonLink id={id}>{name}</PersonLink> : <GroupLink id={id}>{name}</GroupLink>}
      {state !== undefined && <Mark kind="alarm">{state}</Mark>}
    </Named>
  ),
};

const type: TextColumn = {
  name: 'Type',
  share: 1,
  isExtra: true,
  text: ({ principal }) => principal.type,
  cell: ({ principal }) => <span class="soft">{principal.type.toLowerCase()}</span>,
};

const how: TextColumn = {
  name: 'How',
  share: 2,
  text: ({ via }) => via?.name ?? '',
  cell: ({ via }) =>
    via ? (
      <>
        through <GroupLink id={via.id}>{via.name}</GroupLink>
      </>
    ) : (
      'directly'
    ),
};

const email: TextColumn = {
  name: 'E-mail',
  share: 3,
  isHidden: true,
  text: ({ principal }) => principal.email,
  cell: ({ principal }) => principal.email,
};

const holderId: TextColumn = {
  name: 'Id of who holds it',
  share: 3,
  isHidden: true,
  text: ({ principal }) => principal.id,
  cell: ({ principal }) => <code>{principal.id}</code>,
};

const rest: readonly TextColumn[] = [
  {
    name: 'Permission set',
    share: 3,
    text: ({ held }) => held.name,
    cell: ({ held: { arn, name } }) =>
      arn === undefined ? `${name} (IAM role)` : <SetLink arn={arn}>{name}</SetLink>,
  },
  {
    name: 'Permission set id',
    share: 2,
    isHidden: true,
    text: ({ held }) => (held.arn === undefined ? '' : setIdOf(held.arn)),
    cell: ({ held }) => held.arn !== undefined && <code>{setIdOf(held.arn)}</code>,
  },
  {
    name: 'Account',
    share: 3,
    text: ({ account }) => account.name,
    cell: ({ account: { id, name, state } }) => (
      <Named>
        <AccountLink id={id}>{name}</AccountLink>
        <AccountState state={state} />
      </Named>
    ),
  },
  {
    name: 'Account id',
    share: 2,
    isExtra: true,
    text: ({ account }) => account.id,
    cell: ({ account }) => <code>{account.id}</code>,
  },
  {
    name: 'State of the account',
    share: 2,
    isHidden: true,
    text: ({ account }) => account.state,
    cell: ({ account }) => account.state.toLowerCase().replaceAll('_', ' '),
  },
  {
    name: 'OU',
    share: 2,
    isExtra: true,
    text: ({ account }) => account.ou?.name ?? '',
    cell: ({ account: { ou } }) => ou && <OuLink id={ou.id}>{ou.name}</OuLink>,
  },
];

const columnsOf: Readonly<Record<Shown, readonly TextColumn[]>> = {
  assignments: [holder, type, email, holderId, ...rest],
  people: [{ ...holder, name: 'Person' }, how, email, holderId, ...rest],
};

export interface Columns {
  /** All that there are, in their order. */
  readonly all: readonly TextColumn[];
  readonly shown: readonly TextColumn[];
  readonly choose: (names: ReadonlySet<string>) => void;
}

/** Which columns are shown: those that the address names, or else the usual ones. */
export function useColumns(what: Shown): Columns {
  const [param, setParam] = useParam('columns');
  return useMemo(() => {
    const all = columnsOf[what];
    const usual = all.filter(({ isHidden }) => !isHidden);
    const names = new Set(param.split(','));
    // What somebody chose is shown where there is little room, too.
    const chosen = all.filter(({ name }) => names.has(name)).map((column) => ({ ...column, isExtra: false }));
    const isUsual = (some: ReadonlySet<string>) =>
      some.size === usual.length && usual.every(({ name }) => some.has(name));
    return {
      all,
      shown: chosen.length > 0 ? chosen : usual,
      choose: (some) => setParam(isUsual(some) ? '' : [...some].join(',')),
    };
  }, [what, param]);
}
