import { useLayoutEffect, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

export interface Window {
  readonly start: number;
  readonly end: number;
}

const beyond = 12;

/**
 * Which of many rows of one height are in sight of the view's own scrolling; a few more on either side, so that none is
 * missing in the next frame.
 */
export function useWindow(rows: RefObject<HTMLElement | null>, total: number, rowHeight: number): Window {
  const [seen, setSeen] = useState<Window>({ start: 0, end: 60 });
  useLayoutEffect(() => {
    const scroller = rows.current?.closest('main');
    if (!scroller) return undefined;
    function look(): void {
      if (!rows.current || !scroller) return;
      const above = scroller.getBoundingClientRect().top - rows.current.getBoundingClientRect().top;
      const first = Math.floor(above / rowHeight) - beyond;
      const start = Math.max(0, first - (first % 2));
      // As many everywhere, so that a row which comes into sight can take over what stood for one that has left it.
      const end = start + Math.ceil(scroller.clientHeight / rowHeight) + 2 * beyond + 2;
      setSeen((before) => (before.start === start && before.end === end ? before : { start, end }));
    }
    look();
    scroller.addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      scroller.removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [rows, total, rowHeight]);
  return { start: Math.min(seen.start, total), end: Math.min(seen.end, total) };
}
