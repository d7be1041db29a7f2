// The layer of the mahallas, one above the other: the land, the words and signs on it, and the outlines that follow the
// pointer. While the map is dragged all of it moves on, and of the land what comes into sight is drawn.
(function (M) {
  const MARGIN = 0.12; // of the frame's width and height, drawn beyond its edge
  const AHEAD = 0.5; // of the margin: so much of it may be used up before more is drawn
  const QUICK_MS = 20; // from one drawing to the next screen: faster, and every step of a zoom is drawn anew
  const PAUSE_MS = 250; // of a movement, after which the words of what came into sight are written
  const FARTHEST = 18; // pieces missing in sight: where there are more, the view is drawn anew

  M.MahallaLayer = L.Layer.extend({
    initialize(options) {
      L.setOptions(this, options);
    },

    onAdd() {
      this.scene = M.scene;
      this.scene.layer = this;
      this.box = M.element('div', 'mm-canvas leaflet-zoom-animated');
      [this.words, this.rings] = [new M.Sheet(), new M.Sheet()];
      this.ground = new M.Ground(this.scene);
      this.far = new M.Far(this.scene);
      this.box.append(this.far.cover, this.ground.node, this.words.node, this.rings.node);
      this.getPane().append(this.box, this.far.node);
      this.begin();
    },

    onRemove() {
      this.far.node.remove();
      this.box.remove();
    },

    getEvents() {
      return {
        zoomstart: this.zoomed, zoomanim: this.follow, zoom: this.step, move: this.step, moveend: this.settle, viewreset: this.put,
      };
    },

    async begin() {
      const { scene, options } = this;
      const names = M.fetchJson(scene, options.names).then(found => {
        scene.names = found;
        scene.ui = found.ui;
      });
      const raw = M.fetchJson(scene, options.geometry);
      await names;
      const letters = M.lettersOf([...new Set(scene.names.districts.join('') + 'Aa')].join(''), () => {
        M.forgetWidths();
        this.redrawSoon();
      });
      const geometry = M.decode(await raw);
      await letters;
      await M.unpacking; // drawn at once with its colours, where the page has them already
      Object.assign(scene, { geometry, shapes: new M.Shapes(geometry), finder: new M.Finder(geometry) });
      scene.focus = new Set(options.focus.map(code => geometry.districts.findIndex(one => one.code === code)).filter(at => at >= 0));
      scene.controls.words();
      M.placeSites(scene);
      M.placeClusters(scene);
      if (scene.waiting) M.show(scene, scene.waiting);
      M.fit(scene, false);
      scene.map.setMaxBounds(L.latLngBounds(geometry.bounds).pad(0.6)); // after the fit: it would pull the empty view first
    },

    // Whether a drawing takes too long for one to each step of a movement.
    isSlow() {
      return !(this.pace_ms < QUICK_MS);
    },

    // The box lies where the land was drawn, the words and the outlines where they were.
    put() {
      const { box, frame, ground, _map: map } = this;
      if (!frame || map.getZoom() !== ground.frame.zoom) return;
      L.DomUtil.setTransform(box, ground.frame.world.subtract(map.getPixelOrigin()), 1);
      const { x, y } = frame.world.subtract(ground.frame.world), [right, down] = this.ringed || [0, 0];
      this.words.node.style.transform = `translate(${x}px,${y}px)`;
      this.rings.node.style.transform = `translate(${x + right}px,${y + down}px)`;
    },

    follow(event) {
      const { ground: { frame }, _map: map } = this;
      if (!frame) return;
      const scale = map.getZoomScale(event.zoom, frame.zoom);
      L.DomUtil.setTransform(this.box, map._latLngToNewLayerPoint(frame.northWest, event.zoom, event.center), scale);
      this.far.follow(map, event);
    },

    // On the way: a zoom is drawn anew where that is quick, else stretched until it ends; a drag goes on drawing.
    step() {
      const map = this._map, { frame } = this.ground;
      if (!frame || this.asked) return;
      if (map.getZoom() !== frame.zoom) {
        this.follow({ zoom: map.getZoom(), center: map.getCenter() });
        if (!this.isSlow()) this.redrawSoon();
        return;
      }
      this.ground.follow(this.view(0));
      this.restLater();
    },

    // The part of the world on the screen with a share of the margin around it, in dots from the corner of the land.
    view(share) {
      const { min, max } = this._map.getPixelBounds(), { x, y } = this.ground.frame.margin.multiplyBy(share);
      return this.ground.dots([min.x - x, min.y - y, max.x + x, max.y + y]);
    },

    // After a movement: the same land further on, or another view.
    settle() {
      const { scene } = this, before = this.ground.frame, frame = this.begun();
      if (!frame) return;
      const same = before && this.drawn === scene.picture && this.drawnFocus === scene.focus && frame.movedFrom(before);
      if (!same || this.ground.missing(this.view(0)).length > FARTHEST) {
        this.another(frame);
        return;
      }
      this.far.hide();
      this.ground.follow(this.view(0));
      this.write();
      this.restLater();
    },

    // A view that takes long is drawn while the map goes on moving, and shown when it is whole.
    another(frame) {
      const { scene, ground } = this, picture = scene.picture;
      if (!ground.frame || !this.isSlow() || this.drawn !== picture || this.drawnFocus !== scene.focus) this.redraw();
      else {
        ground.prepare(frame, took_ms => {
          this.pace_ms = took_ms;
          this.written();
        });
      }
    },

    restLater() {
      clearTimeout(this.pause);
      cancelAnimationFrame(this.resting);
      this.pause = setTimeout(() => this.rest(), PAUSE_MS);
    },

    // The map stands still: words where there are none, and one piece after the other until the margin is drawn again.
    rest() {
      const { scene, ground } = this;
      this.write();
      const next = () => {
        if (ground.fill(this.view(0), this.view(1))) this.resting = requestAnimationFrame(next);
        else this.gather();
      };
      const far = ground.pieces.size || ground.missing(this.view(1 - AHEAD)).length;
      if (far && !scene.wall) this.resting = requestAnimationFrame(next);
    },

    zoomed() {
      this.ground.drop();
      this.gather();
      this.far.show(this);
    },

    // The pieces become part of the land: one picture that a zoom stretches, without seams.
    gather() {
      clearTimeout(this.pause);
      cancelAnimationFrame(this.resting);
      const { ground, _map: map } = this;
      if (!ground.frame || !ground.pieces.size || map.getZoom() !== ground.frame.zoom) return;
      ground.gather(this.frameNow());
      this.put();
    },

    // Once before the next screen, however many ask.
    redrawSoon() {
      cancelAnimationFrame(this.asked);
      this.asked = requestAnimationFrame(() => this.redraw());
    },

    frameNow() {
      const { scene, ground, _map: map } = this, beside = ground.frame && ground.frame.zoom === map.getZoom() ? ground.frame : null;
      return new M.Frame(map, scene.geometry, scene.wall ? 0 : MARGIN, scene.pen, beside);
    },

    begun() {
      const { scene } = this;
      cancelAnimationFrame(this.asked);
      cancelAnimationFrame(this.resting);
      clearTimeout(this.pause);
      this.asked = 0;
      return scene.geometry && scene.fittedScale && this._map.getSize().x ? this.frameNow() : null;
    },

    redraw() {
      const { scene } = this, frame = this.begun(), begun = performance.now();
      if (!frame) return;
      this.ground.draw(frame);
      if (!this.land || this.drawn !== scene.picture || this.drawnFocus !== scene.focus) this.land = {};
      this.written();
      this.drawn = scene.picture;
      this.drawnFocus = scene.focus;
      M.lastDraw_ms = performance.now() - begun;
      requestAnimationFrame(() => requestAnimationFrame(() => (this.pace_ms = (performance.now() - begun) / 2)));
    },

    // The land is another one: the words on it follow.
    written() {
      this.frame = null;
      this.write();
      this.far.behind(this);
    },

    // A picture that differs from the drawn one in nothing but the selection, or in words, leaves the land as it is.
    take(picture) {
      if (this.drawn === picture) return;
      const same = this.drawn && !this.ground.preparing && this.drawnFocus === this.scene.focus && M.sameLand(this.drawn, picture);
      if (!same) {
        this.redraw();
        return;
      }
      this.drawn = picture;
      this.written();
    },

    // Names, sites and rings of clusters, each where no other stands; nothing to do where they stand for this view.
    write() {
      const { scene, ground, _map: map } = this;
      if (!ground.frame || map.getZoom() !== ground.frame.zoom) return; // a zoom is under way: all of it comes with the land
      const before = this.frame, frame = this.frameNow(), moved = before && frame.movedFrom(before);
      if (moved && !moved.x && !moved.y) return;
      this.frame = frame;
      this.put();
      this.words.draw(frame, ctx => this.writeOn(ctx));
      this.drawRings();
    },

    writeOn(ctx) {
      const { scene, frame } = this;
      const { x, y } = frame.margin, placer = new M.Placer([x, y, frame.width - x, frame.height - y]);
      for (const [west, north, east, south] of scene.obstacles(4)) placer.take([west + x, north + y, east + x, south + y]);
      M.arrangeClusters(frame, scene, placer);
      M.drawClusterRings(ctx, frame, scene);
      M.arrangeSites(frame, scene, placer);
      const districts = M.arrangeDistricts(ctx, frame, scene, placer);
      M.drawSites(ctx, frame, scene, placer);
      M.drawLabels(ctx, frame, scene, placer, districts);
      M.drawClusterNumbers(ctx, frame, scene);
    },

    // On a sheet no larger than what is outlined: it is drawn anew with every step of the pointer.
    drawRings() {
      const { frame, rings, scene } = this, box = frame && M.ringsBox(frame, scene);
      rings.node.hidden = !box;
      if (!box) return;
      this.ringed = box.map(side => side / frame.dpr);
      rings.draw(frame.piece(box), ctx => M.drawRings(ctx, frame.piece(box), scene));
      this.put();
    },
  });
})(window.MahallaMap);
