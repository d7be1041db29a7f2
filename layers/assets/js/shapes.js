// Path2D of cells and borders in grid units, built once for each level of detail and kept.
(function (M) {
  const TILES = 10; // along the longer side of the region

  const KEPT = 4; // levels held at a time: a zoom in and out finds what it just left
  const NEAR_PX = 0.5; // how far on the screen a drawn border may lie from the full one

  // How far from its neighbours' line each point of a border lies (Douglas and Peucker 1973): a level without the points
  // below a tolerance lies nowhere farther than that from the full border. Ends weigh most, so neighbours still share
  // their border and meet where they met; a closed border keeps two points more, so that it stays an area.
  function weigh(points) {
    const count = points.length / 2, weights = new Float32Array(count);
    weights[0] = weights[count - 1] = Infinity;
    const stack = [[0, count - 1, Infinity]];
    while (stack.length) {
      const [first, last, above] = stack.pop();
      if (last - first < 2) continue;
      const x = points[2 * first], y = points[2 * first + 1], dx = points[2 * last] - x, dy = points[2 * last + 1] - y;
      const long = Math.hypot(dx, dy);
      let far = -1, at = first + 1;
      for (let step = first + 1; step < last; step++) {
        const px = points[2 * step] - x, py = points[2 * step + 1] - y;
        const away = long ? Math.abs(px * dy - py * dx) / long : Math.hypot(px, py);
        if (away > far) [far, at] = [away, step];
      }
      weights[at] = Math.min(far, above);
      stack.push([first, at, weights[at]], [at, last, weights[at]]);
    }
    return weights;
  }

  M.weighArc = function (points) {
    const weights = weigh(points), last = points.length - 2;
    if (points[0] === points[last] && points[1] === points[last + 1]) {
      const inner = [...weights.keys()].slice(1, -1).sort((one, two) => weights[two] - weights[one]);
      for (const at of inner.slice(0, 3)) weights[at] = Infinity;
    }
    return weights;
  };

  function thinned(points, weights, tolerance) {
    const kept = [];
    for (let at = 0; at < weights.length; at++) if (weights[at] >= tolerance) kept.push(points[2 * at], points[2 * at + 1]);
    return kept.length === points.length ? points : Int32Array.from(kept);
  }

  function addArc(path, points, backwards, fresh) {
    const count = points.length;
    for (let step = 0; step < count; step += 2) {
      const at = backwards ? count - 2 - step : step;
      if (step > 0) path.lineTo(points[at], points[at + 1]);
      else if (fresh) path.moveTo(points[at], points[at + 1]);
    }
  }

  class Level {
    constructor(geometry, tolerance) {
      this.geometry = geometry;
      this.arcs = tolerance ? geometry.arcs.map((points, at) => thinned(points, geometry.weights[at], tolerance)) : geometry.arcs;
      this.cells = geometry.cells.map(rings => (rings ? this.area(rings) : null));
      this.hairlines = geometry.hairlines.map(group => ({ size: group.size, tiles: this.tiles(group.borders) }));
      this.districts = geometry.districts.map(district => this.area(district.rings || []));
      this.districtLine = this.tiles(geometry.border.district);
      this.betweenLine = this.tiles(geometry.border.between);
      this.regionLine = this.tiles(geometry.border.region);
      this.region = this.union(this.districts);
    }

    area(rings) {
      const path = new Path2D();
      for (const ring of rings) {
        ring.forEach((reference, order) => {
          addArc(path, this.arcs[reference < 0 ? ~reference : reference], reference < 0, order === 0);
        });
        path.closePath();
      }
      return path;
    }

    lines(references) {
      const path = new Path2D();
      for (const reference of references) addArc(path, this.arcs[reference < 0 ? ~reference : reference], false, true);
      return path;
    }

    // Lines by the part of the region they lie in, so that what is out of sight costs nothing.
    tiles(references) {
      const [west, north, east, south] = this.geometry.box, side = Math.max(east - west, south - north, 1) / TILES;
      const tiles = new Map();
      for (const reference of references) {
        const box = this.geometry.arcBoxes[reference < 0 ? ~reference : reference];
        const key = Math.floor((box[0] - west) / side) * TILES + Math.floor((box[1] - north) / side);
        if (!tiles.has(key)) tiles.set(key, []);
        tiles.get(key).push([reference, box]);
      }
      return [...tiles.values()].map(found => ({
        path: this.lines(found.map(([reference]) => reference)), box: M.around(found.map(([, box]) => box)),
      }));
    }

    union(paths) {
      const whole = new Path2D();
      for (const path of paths) if (path) whole.addPath(path);
      return whole;
    }
  }

  M.Shapes = class {
    constructor(geometry) {
      this.geometry = geometry;
      this.levels = new Map();
    }

    // The level for a scale: twice as fine for every zoom level, up to the full borders.
    at(pixelsPerUnit) {
      const step = Math.max(0, Math.floor(Math.log2(NEAR_PX / pixelsPerUnit)) + 1), { geometry, levels } = this;
      if (step) geometry.weights = geometry.weights || geometry.arcs.map(M.weighArc);
      const found = levels.get(step) || new Level(geometry, step ? 2 ** (step - 1) : 0);
      levels.delete(step);
      levels.set(step, found); // the one used last stands last
      if (levels.size > KEPT) levels.delete(levels.keys().next().value);
      return found;
    }
  };
})(window.MahallaMap);
