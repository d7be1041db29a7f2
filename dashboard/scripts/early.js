// Runs before Streamlit's own script and makes the parts of our pages ready while the page still waits for its first
// answer (early.py says why). React is found by what it does; where it is not, nothing is done and all works as before.
import * as found from 'REACT';

const wanted = WIDGETS.map(name => `./${name}.`);

function makeReady(part) {
  try {
    part._init(part._payload);
  } catch {
    // "Not yet": its script is on the way now.
  }
}

for (const make of Object.values(found)) {
  let react = null;
  try {
    react = make();
  } catch {
    continue;
  }
  if (!react || !react.lazy) continue;
  const { lazy } = react;
  react.lazy = load => {
    const part = lazy(load), source = String(load);
    if (wanted.some(name => source.includes(name))) makeReady(part);
    return part;
  };
}
