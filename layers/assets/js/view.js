// Between grid units, latitude and longitude, and the pixels of a frame (spherical Mercator, EPSG:3857).
(function (M) {
  const RADIUS_M = 6378137;
  const pixelsPerMetre = zoom => (256 * 2 ** zoom) / (2 * Math.PI * RADIUS_M);

  // Where the grid lies at a zoom: `scale` pixels for a grid unit, `left` and `top` world pixels of the grid's origin.
  M.gridAt = function (geometry, zoom) {
    const pixels = pixelsPerMetre(zoom), half = 128 * 2 ** zoom;
    return {
      scale: pixels * geometry.unit,
      left: half + pixels * geometry.origin[0],
      top: half - pixels * geometry.origin[1],
    };
  };

  M.toGrid = function (geometry, latlng) {
    const metres = L.Projection.SphericalMercator.project(L.latLng(latlng));
    return [(metres.x - geometry.origin[0]) / geometry.unit, (geometry.origin[1] - metres.y) / geometry.unit];
  };

  M.toLatLng = function (geometry, x, y) {
    const metres = L.point(geometry.origin[0] + x * geometry.unit, geometry.origin[1] - y * geometry.unit);
    return L.Projection.SphericalMercator.unproject(metres);
  };

  // What is to be drawn: a canvas a little larger than the map, so that a short drag shows no empty edge; `world` is its
  // corner in pixels of the world. Beside another frame it lies whole dots of the screen from it.
  M.Frame = class {
    constructor(map, geometry, margin, pen, beside) {
      const size = map.getSize();
      this.dpr = window.devicePixelRatio || 1;
      this.margin = L.point(Math.round(size.x * margin), Math.round(size.y * margin));
      this.width = size.x + 2 * this.margin.x;
      this.height = size.y + 2 * this.margin.y;
      const corner = map.containerPointToLayerPoint(L.point(-this.margin.x, -this.margin.y)).round();
      const world = corner.add(map.getPixelOrigin());
      this.world = beside ? beside.world.add(world.subtract(beside.world).multiplyBy(this.dpr).round().divideBy(this.dpr)) : world;
      const grid = M.gridAt(geometry, map.getZoom());
      this.zoom = map.getZoom();
      this.northWest = map.unproject(this.world, this.zoom);
      this.scale = grid.scale;
      this.left = grid.left - this.world.x;
      this.top = grid.top - this.world.y;
      this.pen = pen;
      this.schematic = geometry.schematic;
    }

    // From here on a canvas draws in grid units; `this.px(w)` is a width of w pixels.
    useGrid(ctx) {
      const zoom = this.dpr * this.scale;
      ctx.setTransform(zoom, 0, 0, zoom, this.dpr * this.left, this.dpr * this.top);
    }

    usePixels(ctx) {
      ctx.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
    }

    px(width) {
      return (width * this.pen) / this.scale;
    }

    x(gridX) {
      return gridX * this.scale + this.left;
    }

    y(gridY) {
      return gridY * this.scale + this.top;
    }

    sees(box) {
      const [west, north, east, south] = this.shown || [0, 0, this.width, this.height];
      return this.x(box[2]) >= west && this.x(box[0]) <= east && this.y(box[3]) >= north && this.y(box[1]) <= south;
    }

    // The same frame, of which a box of its pixels alone is drawn, with the lines that reach into it.
    part([west, north, east, south]) {
      const reach = 8 * this.pen;
      return Object.assign(Object.create(this), { shown: [west - reach, north - reach, east + reach, south + reach] });
    }

    // The same frame that sees a box of the grid and what lies so far around it.
    seeing([west, north, east, south], around) {
      const shown = [this.x(west - around), this.y(north - around), this.x(east + around), this.y(south + around)];
      return Object.assign(Object.create(this), { shown });
    }

    // A part of the ground in dots of the screen, counted from this frame's corner, as a frame of its own.
    piece([west, north, east, south]) {
      const [x, y, right, bottom] = [west, north, east, south].map(side => side / this.dpr), reach = 8 * this.pen;
      return Object.assign(Object.create(this), {
        left: this.left - x, top: this.top - y, width: right - x, height: bottom - y,
        shown: [-reach, -reach, right - x + reach, bottom - y + reach],
      });
    }

    // By how many dots of the screen what was drawn for another frame stands elsewhere now; null where it must be drawn
    // anew, since scale or size are others or a dot would be cut.
    movedFrom(other) {
      const dots = { x: (this.left - other.left) * this.dpr, y: (this.top - other.top) * this.dpr };
      const same = ['zoom', 'width', 'height', 'dpr', 'pen', 'schematic'].every(name => this[name] === other[name]);
      const whole = [dots.x, dots.y].every(far => Math.abs(far - Math.round(far)) < 0.001);
      return same && whole ? { x: Math.round(dots.x), y: Math.round(dots.y) } : null;
    }
  };
})(window.MahallaMap);
