// Loaded before the program: its wall clock goes ahead or behind by SKEW_MS, as another machine's may.
const skewMs = Number(process.env['SKEW_MS'] ?? 0);
const TrueDate = Date;

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, given) => Reflect.construct(target, given.length === 0 ? [target.now()] : given),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

const trueNow = TrueDate.now.bind(TrueDate);
function now(): number {
  return trueNow() + skewMs;
}
TrueDate.now = now;
