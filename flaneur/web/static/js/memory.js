// While somebody types, nearly every word is the one of a letter ago: what was found out about it is kept, up to a number.

const MOST = 2000;

// The same function of one text, remembering what it gave; it forgets everything at once when it knows too much.
export function remembered(make, most = MOST) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) {
      if (known.size >= most) known.clear();
      known.set(key, make(key));
    }
    return known.get(key);
  };
}

// What is made of a thing once, for as long as the thing is there.
export function attached(make) {
  const known = new WeakMap();
  return (thing) => {
    if (!known.has(thing)) known.set(thing, make(thing));
    return known.get(thing);
  };
}
