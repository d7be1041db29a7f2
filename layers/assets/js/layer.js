// The layer of the mahallas on three canvases, one above the other: the land, the words and signs on it, and the outlines
// that follow the pointer. While the map is dragged the land moves on with it, and only what comes into sight is drawn.
(function (M) {
  const MARGIN = 0.12; // of the frame's width and height, drawn beyond its edge
  const AHEAD = 0.5; // of the margin: so much of it may be used up before more is drawn
  const QUICK_MS = 20; // from one drawing to the next screen: faster, and every step of a zoom is drawn anew
  const PAUSE_MS = 250; // of a movement, after which the words of what came into sight are written

  M.MahallaLayer = L.Layer.extend({
    initialize(options) {
      L.setOptions(this, options);
    },

    onAdd() {
      this.scene = M.scene;
      this.scene.layer = this;
      this.box = M.element('div', 'mm-canvas leaflet-zoom-animated');
      [this.land, this.words, this.rings] = ['', '', ''].map(name => M.element('canvas', name));
      this.box.append(this.land, this.words, this.rings);
      this.getPane().append(this.box);
      this.begin();
    },

    onRemove() {
      this.box.remove();
    },

    getEvents() {
      return { zoomanim: this.follow, zoom: this.step, move: this.step, moveend: this.settle };
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

    follow(event) {
      if (!this.frame) return;
      const map = this._map, scale = map.getZoomScale(event.zoom, this.frame.zoom);
      L.DomUtil.setTransform(this.box, map._latLngToNewLayerPoint(this.frame.northWest, event.zoom, event.center), scale);
    },

    // On the way: a zoom is drawn anew where that is quick, else stretched until it ends; a drag goes on drawing.
    step() {
      const map = this._map, { frame } = this;
      if (!frame || this.asked) return;
      if (map.getZoom() !== frame.zoom) {
        this.follow({ zoom: map.getZoom(), center: map.getCenter() });
        if (this.pace_ms < QUICK_MS) this.redrawSoon();
        return;
      }
      const corner = map.containerPointToLayerPoint([0, 0]).subtract(frame.corner).subtract(frame.margin);
      const near = Math.abs(corner.x) <= AHEAD * frame.margin.x && Math.abs(corner.y) <= AHEAD * frame.margin.y;
      if (!near) this.asked = requestAnimationFrame(() => this.scroll());
    },

    // After a movement: the same land further on, or another view.
    settle() {
      if (this.scroll()) this.write();
    },

    // Once before the next screen, however many ask.
    redrawSoon() {
      cancelAnimationFrame(this.asked);
      this.asked = requestAnimationFrame(() => this.redraw());
    },

    begun() {
      const { scene } = this;
      cancelAnimationFrame(this.asked);
      clearTimeout(this.pause);
      this.asked = 0;
      if (!scene.geometry || !scene.fittedScale || !this._map.getSize().x) return null;
      return new M.Frame(this._map, scene.geometry, scene.wall ? 0 : MARGIN, scene.pen);
    },

    redraw() {
      const { scene } = this, frame = this.begun(), begun = performance.now();
      if (!frame) return;
      this.frame = frame;
      for (const canvas of [this.land, this.words, this.rings]) {
        const [width, height] = [Math.round(frame.width * frame.dpr), Math.round(frame.height * frame.dpr)];
        if (canvas.width !== width || canvas.height !== height) {
          Object.assign(canvas, { width, height });
          Object.assign(canvas.style, { width: frame.width + 'px', height: frame.height + 'px' });
        }
      }
      L.DomUtil.setTransform(this.box, frame.corner, 1);
      M.drawLand(this.land.getContext('2d'), frame, scene);
      this.write();
      this.drawRings();
      this.drawn = scene.picture;
      this.drawnFocus = scene.focus;
      M.lastDraw_ms = performance.now() - begun;
      requestAnimationFrame(() => requestAnimationFrame(() => (this.pace_ms = (performance.now() - begun) / 2)));
    },

    // A picture that differs from the drawn one in nothing but the selection, or in words, leaves the land as it is.
    take(picture) {
      if (this.drawn === picture) return;
      const same = this.drawn && this.drawnFocus === this.scene.focus && M.sameLand(this.drawn, picture);
      if (!same) {
        this.redraw();
        return;
      }
      this.drawn = picture;
      this.write();
      this.drawRings();
    },

    // Moves what is drawn to where it belongs now and draws what came into sight; true, or false after a whole drawing.
    scroll() {
      const { scene, frame: before } = this, frame = this.begun();
      if (!frame) return false;
      const moved = before && this.drawn === scene.picture && this.drawnFocus === scene.focus ? frame.movedFrom(before) : null;
      if (!moved) {
        this.redraw();
        return false;
      }
      this.frame = frame;
      L.DomUtil.setTransform(this.box, frame.corner, 1);
      if (moved.x || moved.y) {
        M.scrollLand(this.land.getContext('2d'), frame, scene, moved);
        M.shiftCanvas(this.words.getContext('2d'), moved);
        this.drawRings();
        this.pause = setTimeout(() => this.write(), PAUSE_MS);
      }
      return true;
    },

    // Names, sites and rings of clusters, each where no other stands.
    write() {
      const { scene, frame } = this, ctx = this.words.getContext('2d');
      clearTimeout(this.pause);
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
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

    drawRings() {
      if (this.frame) M.drawRings(this.rings.getContext('2d'), this.frame, this.scene);
    },
  });
})(window.MahallaMap);
