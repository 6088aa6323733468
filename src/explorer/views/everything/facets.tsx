import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { setParams } from '../../frame/location.ts';
import { useQuery } from '../../graphql/answers.ts';
import type { ResultOf } from '../../graphql/document.ts';
import { setIdOf } from '../../parts/links.tsx';
import { usePages } from '../../graphql/pages.ts';
import { digits } from '../../parts/words.ts';
import { type Chosen, type Dimension, filterOf, phrases } from './filter.ts';
import { unitsQuery } from '../matrix/questions.ts';
import { facetQuery } from './questions.ts';

type Count = NonNullable<ResultOf<typeof facetQuery>['assignmentCounts']>['counts'][number];

export interface FacetsProps {
  readonly chosen: Chosen;
  readonly instanceArn: string | null;
  /** Whether counting them makes no call to AWS: else they wait until everything was read. */
  readonly isFree: boolean;
}

interface Value {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

/** What can be chosen of each dimension, with how many assignments it leaves. */
export function Facets({ chosen, instanceArn, isFree }: FacetsProps): JSX.Element {
  const units = useCounts('ORGANIZATIONAL_UNIT', 'ou', { chosen, instanceArn, isFree });
  const accounts = useCounts('ACCOUNT', 'account', { chosen, instanceArn, isFree });
  const byState = useCounts('ACCOUNT', 'state', { chosen, instanceArn, isFree });
  const sets = useCounts('PERMISSION_SET', 'set', { chosen, instanceArn, isFree });
  const types = useCounts('PRINCIPAL_TYPE', 'type', { chosen, instanceArn, isFree });
  const all = {
    type: valuesOf(types, ({ principalType }) => principalType && [principalType, words(principalType)]),
    set: valuesOf(sets, ({ permissionSet: set }) => set && [setIdOf(set.arn), set.name ?? set.arn]),
    ou: useUnitValues(units, instanceArn),
    state: valuesOf(byState, ({ account }) => account?.state && [account.state, words(account.state)]),
    account: valuesOf(
      accounts,
      ({ account }) => account && [account.targetId, account.name ?? account.targetId],
    ),
  } satisfies Record<Dimension, readonly Value[]>;
  return (
    <aside class="facets" aria-label="Narrow down">
      <Facet title="Held by" dimension="type" values={all.type} chosen={chosen} />
      <Facet title="Permission set" dimension="set" values={all.set} chosen={chosen} />
      <Facet title="OU" dimension="ou" values={all.ou} chosen={chosen} />
      <Facet title="State of the account" dimension="state" values={all.state} chosen={chosen} />
      <Facet title="Account" dimension="account" values={all.account} chosen={chosen} />
      {!isFree && <p class="soft">Counts come when everything was read: until then they would be wrong.</p>}
    </aside>
  );
}

/** Of everything that the other dimensions leave. */
function useCounts(
  group: 'ACCOUNT' | 'ORGANIZATIONAL_UNIT' | 'PERMISSION_SET' | 'PRINCIPAL_TYPE',
  dimension: Dimension,
  { chosen, instanceArn, isFree }: FacetsProps,
): readonly Count[] {
  const { [dimension]: _own, ...others } = chosen;
  const { data } = useQuery({
    what: 'counts',
    document: facetQuery,
    variables: isFree
      ? {
          groupBy: [group],
          filter: filterOf(others),
          units: group === 'ORGANIZATIONAL_UNIT',
          accounts: group === 'ACCOUNT',
          sets: group === 'PERMISSION_SET',
          instanceArn,
        }
      : undefined,
  });
  return data?.assignmentCounts?.counts ?? none;
}

const none: readonly Count[] = [];

function valuesOf(
  counts: readonly Count[],
  of: (count: Count) => readonly [value: string, label: string] | null | undefined | '',
): readonly Value[] {
  const values = new Map<string, Value>();
  for (const one of counts) {
    const found = of(one);
    if (!found) continue;
    const [value, label] = found;
    values.set(value, { value, label, count: (values.get(value)?.count ?? 0) + one.assignments });
  }
  return [...values.values()].toSorted((one, other) => other.count - one.count);
}

/** Of an OU with all below it, as choosing it leaves these. */
function useUnitValues(counts: readonly Count[], instanceArn: string | null): readonly Value[] {
  const { rows: units } = usePages({
    what: 'OUs',
    document: unitsQuery,
    variables: { instanceArn },
    list: ({ targets }) => targets,
  });
  return useMemo(() => {
    const byId = new Map(units.map((unit) => [unit.targetId, unit]));
    const parentOf = (id: string) => {
      const unit = byId.get(id);
      return unit && 'parent' in unit ? unit.parent?.targetId : undefined;
    };
    const labelOf = (id: string): string => {
      const above = parentOf(id);
      const name = byId.get(id)?.name ?? id;
      return above === undefined || above.startsWith('r-')
        ? name
        : `${byId.get(above)?.name ?? above} / ${name}`;
    };
    const sums = new Map<string, number>();
    for (const { organizationalUnit, assignments } of counts)
      for (let id = organizationalUnit?.targetId; id !== undefined && !id.startsWith('r-'); id = parentOf(id))
        sums.set(id, (sums.get(id) ?? 0) + assignments);
    return [...sums]
      .map(([value, count]) => ({ value, label: labelOf(value), count }))
      .toSorted((one, other) => other.count - one.count);
  }, [units, counts]);
}

function words(value: string): string {
  if (value === 'USER') return 'Users directly';
  if (value === 'GROUP') return 'Groups';
  return value.toLowerCase().replaceAll('_', ' ');
}

interface FacetProps {
  readonly title: string;
  readonly dimension: Dimension;
  readonly values: readonly Value[];
  readonly chosen: Chosen;
}

/** So many are shown of a facet before somebody asks for more. */
const few = 7;

function Facet({ title, dimension, values, chosen }: FacetProps): JSX.Element | null {
  const [isOpen, setOpen] = useState(false);
  const own = chosen[dimension];
  const shown = useMemo(() => {
    const first = isOpen ? values.slice(0, 200) : values.slice(0, few);
    const chosenOne = values.find(({ value }) => value === own);
    return chosenOne && !first.includes(chosenOne) ? [chosenOne, ...first] : first;
  }, [values, isOpen, own]);
  if (values.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {shown.map(({ value, label, count }) => (
          <li key={value}>
            <button
              class="facet"
              aria-pressed={value === own}
              title={phrases[dimension](label)}
              onClick={() => setParams({ [dimension]: value === own ? '' : value })}
            >
              <span>{label}</span>
              <span class="soft">{digits(count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {values.length > few && (
        <button class="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'fewer' : `all ${digits(values.length)}`}
        </button>
      )}
    </section>
  );
}
