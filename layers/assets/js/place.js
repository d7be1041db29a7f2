// Where words may stand: boxes that never overlap.
(function (M) {
  M.Placer = class {
    constructor(limits) {
      this.limits = limits;
      this.taken = [];
    }

    isFree(box) {
      const [west, north, east, south] = box, limits = this.limits;
      if (west < limits[0] || north < limits[1] || east > limits[2] || south > limits[3]) return false;
      return !this.taken.some(other => west < other[2] && east > other[0] && north < other[3] && south > other[1]);
    }

    take(box) {
      this.taken.push(box);
    }

    // The first of the boxes that is free, taken; its number, or -1.
    first(boxes) {
      const found = boxes.findIndex(box => this.isFree(box));
      if (found >= 0) this.take(boxes[found]);
      return found;
    }
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
