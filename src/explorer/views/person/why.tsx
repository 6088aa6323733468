import type { JSX } from 'preact';
import { href, setParams } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { useQuery } from '../../graphql/answers.ts';
import type { ResultOf } from '../../graphql/document.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { setIdOf } from '../../parts/links.tsx';
import { PathDrawing, type PathStep } from '../../parts/path-drawing.tsx';
import { ago, date } from '../../parts/words.ts';
import type { Way } from '../../holdings/holding.ts';
import { agesQuery } from './questions.ts';

export interface WhyProps {
  readonly way: Way;
  readonly name: string;
}

/** One way, drawn: person, group, permission set, account, each with its age. */
export function Why({ way, name }: WhyProps): JSX.Element {
  const { data } = useQuery({ what: 'how old it is', document: agesQuery, variables: useAsked(way) });
  return (
    <Dialog
      title={`Why ${name} can enter ${way.account ?? way.accountId} with ${way.what}`}
      onClose={() => setParams({ why: '' })}
    >
      <PathDrawing steps={stepsOf({ way, name }, data)} />
      <p class="soft">{evidence(way)}</p>
    </Dialog>
  );
}

function useAsked({ user, group, setArn, accountId }: Way) {
  const instanceArn = useInstanceArn();
  return {
    userId: user.id,
    isThroughGroup: group !== undefined,
    setArn: setArn ?? '',
    isSet: setArn !== undefined,
    accountId,
    instanceArn,
  };
}

type Ages = ResultOf<typeof agesQuery>;

function stepsOf({ way, name }: WhyProps, ages: Ages | undefined): PathStep[] {
  const { group, setArn, what, held, accountId } = way;
  const person = ages?.person;
  const groups = person && 'groups' in person ? person.groups : undefined;
  const groupReadAt = groups?.nodes.find(({ principalId }) => principalId === group?.id)?.readAt;
  const seen = readAgo(held?.lastSeen ?? ages?.way?.told.asOf);
  return [
    {
      kind: 'Person',
      name,
      link: href(['people', way.user.id]),
      detail: readAgo(person?.readAt),
      by: group
        ? { words: 'is a member of', age: readAgo(groups?.membership.asOf) }
        : { words: 'holds', age: seen },
    },
    ...(group
      ? [
          {
            kind: 'Group',
            name: group.name,
            link: href(['groups', group.id]),
            detail: readAgo(groupReadAt),
            by: { words: 'holds', age: seen },
          },
        ]
      : []),
    {
      kind: setArn === undefined ? 'IAM role' : 'Permission set',
      name: what,
      link: setArn === undefined ? undefined : href(['permission-sets', setIdOf(setArn)]),
      detail: readAgo(ages?.permissionSet?.readAt),
      by: { words: 'on', age: seen },
    },
    {
      kind: way.ou?.name ? `Account in ${way.ou.name}` : 'Account',
      name: way.account ?? accountId,
      link: href(['accounts', accountId]),
      id: accountId,
      detail: readAgo(ages?.account?.readAt),
    },
  ];
}

function readAgo(moment: string | null | undefined): string | undefined {
  return moment ? `read ${ago(moment, Date.now())}` : undefined;
}

function evidence({ held }: Way): string {
  if (!held) return 'Since when they hold it is not known.';
  const { firstSeen, lastAbsent } = held;
  return lastAbsent === null
    ? `The assignment was there at the first read that is kept, ${date(firstSeen)}, and may be older.`
    : `The assignment appeared between ${date(lastAbsent)} and ${date(firstSeen)}.`;
}
