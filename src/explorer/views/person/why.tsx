import type { JSX } from 'preact';
import { href, setParams } from '../../frame/location.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { setIdOf } from '../../parts/links.tsx';
import { PathDrawing, type PathStep } from '../../parts/path-drawing.tsx';
import { ago, date } from '../../parts/words.ts';
import type { Way } from '../../holdings/holding.ts';

export interface WhyProps {
  readonly way: Way;
  readonly name: string;
}

/** One way, drawn: person, group, permission set, account. */
export function Why({ way, name }: WhyProps): JSX.Element {
  return (
    <Dialog
      title={`Why ${name} can enter ${way.account ?? way.accountId} with ${way.what}`}
      onClose={() => setParams({ why: '' })}
    >
      <PathDrawing steps={stepsOf({ way, name })} />
      <p class="soft">{evidence(way)}</p>
    </Dialog>
  );
}

function stepsOf({ way, name }: WhyProps): PathStep[] {
  const { group, setArn, what, held } = way;
  return [
    { kind: 'Person', name, link: href(['people', way.user.id]), by: group ? 'is a member of' : 'holds' },
    ...(group ? [{ kind: 'Group', name: group.name, link: href(['groups', group.id]), by: 'holds' }] : []),
    {
      kind: setArn === undefined ? 'IAM role' : 'Permission set',
      name: what,
      link: setArn === undefined ? undefined : href(['permission-sets', setIdOf(setArn)]),
      detail: held && `seen ${ago(held.lastSeen, Date.now())}`,
      by: 'on',
    },
    {
      kind: way.ou?.name ? `Account in ${way.ou.name}` : 'Account',
      name: way.account ?? way.accountId,
      link: href(['accounts', way.accountId]),
      detail: way.accountId,
    },
  ];
}

function evidence({ held }: Way): string {
  if (!held)
    return 'It was read as part of what the person holds: since when, is not known. The bar below tells how old the oldest fact is.';
  const { firstSeen, lastAbsent, lastSeen } = held;
  const first =
    lastAbsent === null
      ? `It was there at the first read that is kept, ${date(firstSeen)}, and may be older`
      : `It appeared between ${date(lastAbsent)} and ${date(firstSeen)}`;
  return `${first}. It was last read ${ago(lastSeen, Date.now())}.`;
}
