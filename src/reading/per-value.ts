/** Makes something of each value once, for as long as the value is there. */
export function perValue<Value extends object, Made>(make: (value: Value) => Made): (value: Value) => Made {
  const made = new WeakMap<Value, { readonly it: Made }>();
  return (value) => {
    const known = made.get(value);
    if (known) return known.it;
    const it = make(value);
    made.set(value, { it });
    return it;
  };
}
