import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { readings } from '../graphql/answers.ts';
import { reports, type Trust, trustIn } from '../graphql/trust.ts';
import { ago, clock, count, useNow } from '../parts/words.ts';
import { useStore } from '../store.ts';
import { place } from './location.ts';
import { Shortfalls } from './shortfalls.tsx';

/** On every view: whether what it shows is whole, how old it is and what it cost. */
export function TrustBar(): JSX.Element {
  const trust = trustIn(useStore(reports).values());
  const now = useNow(trust.reading.length > 0 ? 250 : 10_000);
  const { parts } = useStore(place);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [parts.join('/')]);
  const isWanting = !trust.isComplete || trust.isUnreachable || trust.unmatched.length > 0;
  return (
    <footer class={isWanting ? 'trust alarm' : 'trust'}>
      {isOpen && isWanting && <Shortfalls trust={trust} />}
      <p role="status">
        <Words trust={trust} now={now} />
        {isWanting && !trust.isUnreachable && (
          <button class="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'hide' : 'show'}
          </button>
        )}
      </p>
      {trust.reading.length > 0 && now - earliest(trust) > 2000 ? (
        <button onClick={() => trust.reading.forEach(({ stop }) => stop())}>Stop</button>
      ) : (
        <button onClick={() => readings.set(readings.value + 1)} title="Ask AWS anew, whatever is known">
          Read again
        </button>
      )}
    </footer>
  );
}

function Words({ trust, now }: { trust: Trust; now: number }): JSX.Element {
  if (trust.isUnreachable)
    return (
      <span>
        <strong>No connection to the gateway.</strong>{' '}
        {trust.shownFrom === undefined ? '' : `What is shown is from ${clock(trust.shownFrom)}.`}
      </span>
    );
  const since = earliest(trust);
  // What is there at once needs no word that it was being read; but nothing is called whole that is not there yet.
  if (trust.reading.some(({ answers }) => answers.length === 0) && now - since <= 300) return <span />;
  if (trust.reading.length > 0 && now - since > 300) {
    const what = [...new Set(trust.reading.map((one) => one.what))].join(', ');
    return (
      <span class="reading">
        Reading {what} … {Math.max(0, Math.round((now - since) / 1000))} s
      </span>
    );
  }
  const age = trust.asOf === undefined ? '' : ` · oldest fact ${ago(trust.asOf, now)}`;
  const calls = ` · ${count(trust.calls, 'call')} to AWS`;
  if (trust.isComplete && trust.unmatched.length === 0)
    return (
      <span>
        <strong class="whole">{trust.asOf === undefined ? 'Read' : 'Complete'}</strong>
        {age}
        {calls}
      </span>
    );
  return (
    <span>
      <strong>{shortfall(trust)}</strong>
      {age}
      {calls}
    </span>
  );
}

function shortfall({ isComplete, failures, failuresOmitted, errors, unmatched }: Trust): string {
  if (isComplete) return `${count(unmatched.length, 'name')} of the question not found`;
  // What is not known of a time before the first read is no failure of a read.
  const [unknown, failed] = [
    failures.filter(({ code }) => code === 'INCOMPLETE'),
    failures.filter(({ code }) => code !== 'INCOMPLETE'),
  ];
  const codes = new Set([
    ...failed.map(({ code }) => code),
    ...errors.map((error) => error.extensions?.code ?? 'error'),
  ]);
  const reads = failed.length + failuresOmitted + errors.length;
  const words = [
    reads > 0 && `${count(reads, 'read')} failed${codes.size > 0 ? ` (${[...codes].join(', ')})` : ''}`,
    unknown.length > 0 && `${count(unknown.length, 'thing')} not known`,
  ].filter(Boolean);
  return `Incomplete: ${words.length > 0 ? words.join(', ') : 'not everything has been read'}`;
}

function earliest({ reading }: Trust): number {
  return Math.min(...reading.map(({ startedAt }) => startedAt));
}
