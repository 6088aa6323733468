import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { setParams, useParam } from '../../frame/location.ts';
import type { Rows } from '../../graphql/pages.ts';
import { byAccount, howColumn, setColumn, sinceColumn, textsOfWay } from '../../holdings/columns.tsx';
import type { Way } from '../../holdings/holding.ts';
import { Chip } from '../../parts/filter.tsx';
import { Listing } from '../../parts/listing.tsx';
import type { Column } from '../../parts/table.tsx';
import { count } from '../../parts/words.ts';
import { isShown, ousIn } from './filter.ts';
import { Why } from './why.tsx';

const whyColumn: Column<Way> = {
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
};

const columns: readonly Column<Way>[] = [setColumn, howColumn, sinceColumn, whyColumn];

/** All ways of a person, below the accounts that they lead into. */
export function Ways({ list, name }: { list: Rows<Way>; name: string }): JSX.Element {
  const [direct] = useParam('direct');
  const [admin] = useParam('admin');
  const [ou, setOu] = useParam('ou');
  const [why] = useParam('why');
  const { rows, isComplete } = list;
  const shown = useMemo(() => {
    const filter = { isDirect: direct !== '', isAdmin: admin !== '', ou };
    return rows.filter((way) => isShown(way, filter));
  }, [rows, direct, admin, ou]);
  const isNarrowed = shown.length < rows.length;
  const explained = rows.find(({ key }) => key === why);
  const chips = (
    <>
      <select aria-label="OU" value={ou} onChange={(event) => setOu(event.currentTarget.value)}>
        <option value="">Any OU</option>
        {ousIn(rows).map((path) => (
          <option key={path}>{path}</option>
        ))}
      </select>
      <Chip name="admin">“admin” in the name</Chip>
      <Chip name="direct">Directly only</Chip>
    </>
  );
  return (
    <>
      {rows.length > 0 && <p class="lead">{summary(rows, isComplete)}</p>}
      <Listing
        what="what they can enter"
        units={['way in', 'ways in']}
        caption={`What ${name} can enter`}
        list={isNarrowed ? { ...list, rows: shown } : list}
        columns={columns}
        group={byAccount}
        textsOf={textsOfWay}
        nothing={
          isNarrowed
            ? 'None of their ways is like this.'
            : `${name} holds nothing, neither directly nor through a group.`
        }
        alwaysFilter={isNarrowed}
      >
        {chips}
      </Listing>
      {explained && <Why way={explained} name={name} />}
    </>
  );
}

function summary(ways: readonly Way[], isComplete: boolean | undefined): string {
  const accounts = new Set(ways.map(({ accountId }) => accountId));
  const indirect = ways.filter(({ group }) => group);
  const through = new Set(indirect.map(({ accountId }) => accountId));
  const groups = new Set(indirect.map(({ group }) => group?.id));
  const which = through.size === accounts.size ? 'all' : `${through.size} of them`;
  const some = groups.size === 0 ? '' : `, ${which} through ${count(groups.size, 'group')}`;
  return `${isComplete === false ? 'At least ' : ''}${count(accounts.size, 'account')}${some}`;
}
