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

  // What is to be drawn: a canvas a little larger than the map, so that a short drag shows no empty edge.
  M.Frame = class {
    constructor(map, geometry, margin, pen) {
      const size = map.getSize();
      this.margin = L.point(Math.round(size.x * margin), Math.round(size.y * margin));
      this.width = size.x + 2 * this.margin.x;
      this.height = size.y + 2 * this.margin.y;
      this.corner = map.containerPointToLayerPoint(L.point(-this.margin.x, -this.margin.y)).round();
      const world = this.corner.add(map.getPixelOrigin());
      const grid = M.gridAt(geometry, map.getZoom());
      this.zoom = map.getZoom();
      this.northWest = map.layerPointToLatLng(this.corner);
      this.scale = grid.scale;
      this.left = grid.left - world.x;
      this.top = grid.top - world.y;
      this.dpr = window.devicePixelRatio || 1;
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
      return this.x(box[2]) >= 0 && this.x(box[0]) <= this.width && this.y(box[3]) >= 0 && this.y(box[1]) <= this.height;
    }
  };
})(window.MahallaMap);
