/** Node's timers wait for 24 days at most: a longer wait would end at once. */
const longestMs = 2 ** 31 - 1;

/** Calls once `moment` has come, by `now`, in milliseconds since the epoch. Returns what forgets about it. */
export function callAt(moment: number, now: () => number, call: () => void): () => void {
  const look = () => {
    if (now() >= moment) call();
    else timer = wait();
  };
  const wait = () => setTimeout(look, Math.min(Math.max(0, moment - now()), longestMs)).unref();
  let timer = wait();
  return () => clearTimeout(timer);
}
