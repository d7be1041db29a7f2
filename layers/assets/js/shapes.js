// Path2D of cells and borders in grid units, built once for each level of detail and kept.
(function (M) {
  const TILES = 10; // along the longer side of the region

  // Points closer to the last kept one than `reach` go; ends stay, so neighbours still share their border.
  function thinned(points, reach) {
    const last = points.length - 2;
    if (last < 6) return points;
    const kept = [points[0], points[1]];
    let x = points[0], y = points[1];
    for (let at = 2; at < last; at += 2) {
      const dx = points[at] - x, dy = points[at + 1] - y;
      if (dx * dx + dy * dy < reach * reach) continue;
      kept.push((x = points[at]), (y = points[at + 1]));
    }
    kept.push(points[last], points[last + 1]);
    const closed = points[0] === points[last] && points[1] === points[last + 1];
    return closed && kept.length < 8 ? points : kept;
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
    constructor(geometry, reach) {
      this.geometry = geometry;
      this.arcs = reach > 1 ? geometry.arcs.map(points => thinned(points, reach)) : geometry.arcs;
      this.cells = geometry.cells.map(rings => (rings ? this.area(rings) : null));
      this.hairlines = geometry.hairlines.map(group => ({ size: group.size, tiles: this.tiles(group.borders) }));
      this.districts = geometry.districts.map(district => this.area(district.rings || []));
      this.districtLine = this.tiles(geometry.border.district);
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

  // The level whose borders differ from the full ones by less than half a pixel of the screen.
  M.Shapes = class {
    constructor(geometry) {
      this.geometry = geometry;
      this.levels = new Map();
    }

    at(pixelsPerUnit) {
      const step = Math.max(0, Math.floor(Math.log2(0.5 / pixelsPerUnit) / 2));
      if (!this.levels.has(step)) this.levels.set(step, new Level(this.geometry, 4 ** step));
      return this.levels.get(step);
    }
  };
})(window.MahallaMap);
