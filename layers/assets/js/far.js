// A small picture of all the land beneath the view: what a zoom out brings into sight shows it until it is drawn. Where
// the view shows all of the land it is copied from there, else drawn while nobody moves the map.
(function (M) {
  const SIDE_PX = 1000; // its longer side
  const REACH_PX = 40; // around the land, for its shadow
  const SHORT_MS = 60; // a drawing that takes longer is not made for this alone
  const [whenIdle, drop] = window.requestIdleCallback // not in every browser
    ? [requestIdleCallback, cancelIdleCallback] : [then => setTimeout(then, 200), clearTimeout];

  function frameOfAll(map, scene) {
    const { geometry } = scene, [west, north, east, south] = geometry.box;
    const scale = (SIDE_PX - 2 * REACH_PX) / Math.max(east - west, south - north);
    const zoom = Math.log2(scale / M.gridAt(geometry, 0).scale), grid = M.gridAt(geometry, zoom);
    const world = L.point(grid.left + west * scale - REACH_PX, grid.top + north * scale - REACH_PX);
    return Object.assign(Object.create(M.Frame.prototype), {
      dpr: 1, zoom, world, scale, northWest: map.unproject(world, zoom), left: grid.left - world.x, top: grid.top - world.y,
      width: (east - west) * scale + 2 * REACH_PX, height: (south - north) * scale + 2 * REACH_PX,
      margin: L.point(0, 0), pen: (scene.pen * scale) / scene.fittedScale, schematic: geometry.schematic,
    });
  }

  const showsAll = (frame, [west, north, east, south]) =>
    frame.x(west) >= 0 && frame.y(north) >= 0 && frame.x(east) <= frame.width && frame.y(south) <= frame.height;

  M.Far = class {
    constructor(scene) {
      this.scene = scene;
      this.sheet = new M.Sheet();
      this.node = this.sheet.node;
      this.node.className = 'mm-far leaflet-zoom-animated';
      this.cover = M.element('div', 'mm-cover'); // lies beneath the view and moves with it
      this.hide();
    }

    // The land of `layer` has been drawn: it is hidden, and made anew where that was another land.
    behind(layer) {
      this.hide();
      if (this.land === layer.land || this.scene.wall) return;
      drop(this.idle);
      this.idle = whenIdle(() => this.make(layer));
    }

    make({ ground, land, pace_ms, _map: map }) {
      const { scene } = this, view = ground.frame, all = view && showsAll(view, scene.geometry.box);
      if (!view || map.getZoom() !== view.zoom || !(all || pace_ms < SHORT_MS)) return;
      const frame = (this.frame = frameOfAll(map, scene)), { shadow } = scene, share = frame.scale / view.scale;
      this.sheet.draw(frame, ctx => {
        if (!all) M.drawLand(ctx, frame, scene);
        else ctx.drawImage(ground.sheet.node, frame.left - view.left * share, frame.top - view.top * share, view.width * share, view.height * share);
      });
      scene.shadow = shadow; // the view's own
      this.land = land;
    }

    // A zoom begins: it is seen around what is drawn of the view, not through it. A ground of the canvas's own would have
    // the canvas copied for every screen.
    show({ ground: { frame }, land }) {
      this.node.hidden = this.cover.hidden = !frame || this.land !== land;
      if (frame) Object.assign(this.cover.style, { width: `${frame.width}px`, height: `${frame.height}px` });
    }

    hide() {
      this.node.hidden = this.cover.hidden = true;
    }

    follow(map, { zoom, center }) {
      if (this.node.hidden) return;
      const { frame } = this;
      L.DomUtil.setTransform(this.node, map._latLngToNewLayerPoint(frame.northWest, zoom, center), map.getZoomScale(zoom, frame.zoom));
    }
  };
})(window.MahallaMap);
