import type { JSX } from 'preact';
import { ChangeList } from '../changes/change-list.tsx';
import { useChanges } from '../changes/use-changes.ts';
import { Title } from '../frame/title.tsx';

/** What changed in the whole organization, between two dates. */
export default function Changes(): JSX.Element {
  const { list, period, handOn } = useChanges(null);
  const title = `What changed ${period.words}`;
  return (
    <>
      <Title text={title} {...handOn} />
      <ChangeList caption={title} period={period} list={list} />
    </>
  );
}
