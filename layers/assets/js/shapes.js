// Path2D of cells and borders in grid units, each built when it is first in sight of a level of detail, and kept.
(function (M) {
  const TILE_PX = 130; // pixels at least: lines are drawn together with those that begin within so much of the screen
  const WIDEST_TILE = 512; // grid units, where nothing is left out
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

  const place = reference => (reference < 0 ? ~reference : reference);

  // What is not in sight is neither thinned nor made into a path: close up that is nearly everything.
  class Level {
    constructor(geometry, tolerance) {
      Object.assign(this, { geometry, tolerance, arcs: [], cells: [], ofDistricts: [], paths: new Map() });
      this.side = tolerance ? (TILE_PX * 2 * tolerance) / NEAR_PX : WIDEST_TILE;
      const { border, hairlines } = geometry;
      this.districtLine = this.tiles(border.district);
      this.betweenLine = this.tiles(border.between);
      this.regionLine = this.tiles(border.region);
      this.hairlines = hairlines.map(group => ({ size: group.size, tiles: this.tiles(group.borders) }));
    }

    arc(reference) {
      const at = place(reference), { geometry, tolerance, arcs } = this;
      if (!tolerance) return geometry.arcs[at];
      if (!geometry.weights[at]) geometry.weights[at] = M.weighArc(geometry.arcs[at]);
      return (arcs[at] ??= thinned(geometry.arcs[at], geometry.weights[at], tolerance));
    }

    cell(at) {
      const rings = this.geometry.cells[at];
      return rings ? (this.cells[at] ??= this.area(rings)) : null;
    }

    district(at) {
      return (this.ofDistricts[at] ??= this.area(this.geometry.districts[at].rings || []));
    }

    area(rings) {
      const path = new Path2D();
      for (const ring of rings) {
        ring.forEach((reference, order) => addArc(path, this.arc(reference), reference < 0, order === 0));
        path.closePath();
      }
      return path;
    }

    line(tile) {
      if (!this.paths.has(tile)) {
        const path = new Path2D();
        for (const reference of tile.borders) addArc(path, this.arc(reference), false, true);
        this.paths.set(tile, path);
      }
      return this.paths.get(tile);
    }

    // Lines by the part of the region they lie in, so that what is out of sight costs nothing.
    tiles(references) {
      const [west, north] = this.geometry.box, tiles = new Map();
      for (const reference of references) {
        const box = this.geometry.arcBoxes[place(reference)];
        const key = Math.floor((box[0] - west) / this.side) * 65536 + Math.floor((box[1] - north) / this.side);
        if (!tiles.has(key)) tiles.set(key, { borders: [], boxes: [] });
        tiles.get(key).borders.push(reference);
        tiles.get(key).boxes.push(box);
      }
      return [...tiles.values()].map(({ borders, boxes }) => ({ borders, box: M.around(boxes) }));
    }

    // The land of the districts that a frame sees, as one path.
    land(frame) {
      const whole = new Path2D();
      this.geometry.districts.forEach(({ box }, at) => box && frame.sees(box) && whole.addPath(this.district(at)));
      return whole;
    }
  }

  M.Shapes = class {
    constructor(geometry) {
      this.geometry = geometry;
      this.levels = new Map();
      geometry.weights = [];
    }

    // The level for a scale: twice as fine for every zoom level, up to the full borders.
    at(pixelsPerUnit) {
      const step = Math.max(0, Math.floor(Math.log2(NEAR_PX / pixelsPerUnit)) + 1), { geometry, levels } = this;
      const found = levels.get(step) || new Level(geometry, step ? 2 ** (step - 1) : 0);
      levels.delete(step);
      levels.set(step, found); // the one used last stands last
      if (levels.size > KEPT) levels.delete(levels.keys().next().value);
      return found;
    }
  };
})(window.MahallaMap);
