// Reads what layers/packing.py wrote; the form is described there.
(function (M) {
  const SUPPRESSED = 15;
  M.UNSTABLE = 16;

  async function inflate(text) {
    const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  function numbers(shape, take) {
    const planes = Array.from({ length: shape.planes }, take);
    return Float64Array.from(planes[0], (_, at) => {
      let value = 0;
      for (let plane = planes.length - 1; plane >= 0; plane--) value = value * 256 + planes[plane][at];
      return value === 0 ? NaN : value - 1 + shape.least;
    });
  }

  function expected(rule, figures, categories, n) {
    const states = new Uint8Array(n);
    if (rule.from === 'categories') return states.map((_, at) => rule.states[categories[at]]);
    if (rule.from !== 'figures') return states;
    return states.map((_, at) => (isNaN(figures[at]) ? 0 : 1 + rule.starts.filter(start => figures[at] >= start).length));
  }

  function readable(shape, whole) {
    return shape ? { decimals: shape.decimals, values: whole.map(value => value / 10 ** shape.decimals) } : null;
  }

  M.read = function (bytes) {
    const size = bytes[0] + 256 * bytes[1];
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(2, 2 + size)));
    let at = 2 + size;
    const take = () => bytes.subarray(at, (at += head.n));
    const figures = head.figures ? numbers(head.figures, take) : null;
    const detail = head.detail ? numbers(head.detail, take) : null;
    const categories = head.categories ? take() : null;
    const guess = expected(head.expect, figures, categories, head.n);
    const state = take().map((rest, place) => rest + guess[place]);
    return {
      ...head, state, categories, figures: readable(head.figures, figures), detail: readable(head.detail, detail),
    };
  };

  M.unpack = async text => M.read(await inflate(text));

  // What a state byte means: the class, -1 for no data, -2 for suppressed.
  M.classOf = function (state) {
    const plain = state & (M.UNSTABLE - 1);
    return plain === SUPPRESSED ? -2 : plain - 1;
  };
})(window.MahallaMap);
