import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { setParams, useParam } from '../../frame/location.ts';
import { Chip, FilterBar, FilterField, hasWords } from '../../parts/filter.tsx';
import { AccountLine } from '../../parts/account-line.tsx';
import { GroupLink, SetLink } from '../../parts/links.tsx';
import { ouPathText } from '../../parts/ou-path.tsx';
import { Since } from '../../parts/since.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { count } from '../../parts/words.ts';
import { isShown, ousIn, type Way } from './way.ts';
import { Why } from './why.tsx';

export interface WaysProps {
  readonly ways: readonly Way[];
  /** Of the person. */
  readonly name: string;
  readonly userId: string;
  readonly isReading: boolean;
}

const columns: readonly Column<Way>[] = [
  {
    name: 'Permission set',
    key: ({ what }) => what,
    cell: ({ setArn, what }) =>
      setArn === undefined ? `${what} (IAM role)` : <SetLink arn={setArn}>{what}</SetLink>,
  },
  {
    name: 'How',
    key: ({ group }) => group?.name ?? '',
    cell: ({ group }) =>
      group ? (
        <>
          through <GroupLink id={group.id}>{group.name}</GroupLink>
        </>
      ) : (
        'directly'
      ),
  },
  {
    name: 'Since',
    key: ({ held }) => held?.firstSeen ?? '',
    cell: ({ held }) => <Since held={held} />,
    isExtra: true,
  },
  {
    name: 'Path',
    isNumber: true,
    cell: ({ key, what, account, accountId }) => (
      <button
        class="link"
        aria-label={`Why ${what} on ${account ?? accountId}`}
        onClick={() => setParams({ why: key })}
      >
        why
      </button>
    ),
  },
];

const byAccount = {
  of: ({ accountId }: Way) => accountId,
  line: ([way]: readonly Way[]) => way && <AccountLine {...way} />,
};

/** All ways of a person, below the accounts that they lead into. */
export function Ways({ ways, name, userId, isReading }: WaysProps): JSX.Element {
  const [words] = useParam('filter');
  const [direct] = useParam('direct');
  const [admin] = useParam('admin');
  const [ou, setOu] = useParam('ou');
  const [why] = useParam('why');
  const shown = useMemo(() => {
    const filter = { words, isDirect: direct !== '', isAdmin: admin !== '', ou };
    return ways.filter(
      (way) =>
        isShown(way, filter) &&
        hasWords(words, [way.account, way.accountId, way.what, way.group?.name, ouPathText(way.ou)]),
    );
  }, [ways, words, direct, admin, ou]);
  const explained = ways.find(({ key }) => key === why);
  return (
    <>
      <FilterBar>
        <FilterField label="Filter by account, set, group or OU" />
        <select aria-label="OU" value={ou} onChange={(event) => setOu(event.currentTarget.value)}>
          <option value="">Any OU</option>
          {ousIn(ways).map((path) => (
            <option key={path}>{path}</option>
          ))}
        </select>
        <Chip name="admin">“admin” in the name</Chip>
        <Chip name="direct">Directly only</Chip>
        <span>{summary(shown, isReading)}</span>
      </FilterBar>
      {shown.length > 0 ? (
        <Table
          caption={`What ${name} can enter`}
          rows={shown}
          columns={columns}
          idOf={({ key }) => key}
          group={byAccount}
        />
      ) : (
        <Empty title="None of these">The filter leaves nothing of {count(ways.length, 'way')}.</Empty>
      )}
      {explained && <Why way={explained} name={name} userId={userId} />}
    </>
  );
}

function summary(ways: readonly Way[], isReading: boolean): string {
  const accounts = new Set(ways.map(({ accountId }) => accountId));
  const indirect = ways.filter(({ group }) => group);
  const through = new Set(indirect.map(({ accountId }) => accountId));
  const groups = new Set(indirect.map(({ group }) => group?.id));
  const text = `${count(accounts.size, 'account')}${groups.size === 0 ? '' : `, ${through.size} of them through ${count(groups.size, 'group')}`}`;
  return isReading ? `${text} so far` : text;
}
