// Where words may stand: boxes that never overlap.
(function (M) {
  M.boxAt = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];

  const DRAWER = 64; // pixels: boxes are looked for among those of the same drawers only

  M.Placer = class {
    constructor(limits) {
      this.limits = limits;
      this.taken = [];
      this.drawers = new Map();
    }

    // Calls `tell` for every drawer that a box lies in, until one answers true.
    some(box, tell) {
      for (let column = Math.floor(box[0] / DRAWER); column * DRAWER < box[2]; column++) {
        for (let row = Math.floor(box[1] / DRAWER); row * DRAWER < box[3]; row++) {
          if (tell(column * 65536 + row)) return true;
        }
      }
      return false;
    }

    isFree(box) {
      const [west, north, east, south] = box, { limits, drawers } = this;
      if (west < limits[0] || north < limits[1] || east > limits[2] || south > limits[3]) return false;
      const meets = other => west < other[2] && east > other[0] && north < other[3] && south > other[1];
      return !this.some(box, key => drawers.has(key) && drawers.get(key).some(meets));
    }

    take(box) {
      this.taken.push(box);
      this.some(box, key => {
        if (!this.drawers.has(key)) this.drawers.set(key, []);
        this.drawers.get(key).push(box);
      });
    }

    // The first of the boxes that is free, taken; its number, or -1.
    first(boxes) {
      const found = boxes.findIndex(box => this.isFree(box));
      if (found >= 0) this.take(boxes[found]);
      return found;
    }
  };

  const LONGEST = 60; // signs of a name that are tried on the map: it says the rest in its card

  // A text that is not wider than `most`, as `measure` has it: cut, with an ellipsis, where it is.
  M.shortened = function (text, measure, most) {
    const signs = Array.from(text.slice(0, 4 * LONGEST));
    if (signs.length <= LONGEST && text.length <= 4 * LONGEST && measure(text) <= most) return text;
    let [kept, least] = [Math.min(signs.length, LONGEST), 1];
    const cut = count => signs.slice(0, count).join('').trimEnd() + '…';
    while (kept > least && measure(cut(kept)) > most) kept -= Math.max(1, Math.floor((kept - least) / 8));
    return cut(kept);
  };

  // A name in up to three lines, broken at spaces and hyphens: for each number of lines the one whose longest line is
  // shortest.
  M.breakName = function (name, measure) {
    const parts = name.split(/(?<=[ -])/);
    const width = lines => Math.max(...lines.map(line => measure(line.trimEnd())));
    const found = [{ lines: [name], width: measure(name) }];
    const best = count => {
      let least = null;
      const walk = (from, lines) => {
        if (lines.length === count - 1) {
          const whole = [...lines, parts.slice(from).join('')];
          const wide = width(whole);
          if (!least || wide < least.width) least = { lines: whole.map(line => line.trim()), width: wide };
          return;
        }
        for (let to = from + 1; to < parts.length; to++) walk(to, [...lines, parts.slice(from, to).join('')]);
      };
      walk(0, []);
      return least;
    };
    for (let count = 2; count <= Math.min(3, parts.length); count++) {
      const option = best(count);
      if (option) found.push(option);
    }
    return found;
  };
})(window.MahallaMap);
