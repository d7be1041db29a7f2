// Puts the parts together: the map, the layer of the mahallas on its two canvases, the sites, the paint.
(function (M) {
  const MARGIN = 0.12; // of the frame's width and height, drawn beyond its edge
  const QUICK_MS = 20; // from one drawing to the next screen: faster, and every step of a zoom is drawn anew

  M.open = function (id, options) {
    const wall = options.mode === 'wall', moves = !wall;
    const map = L.map(id, {
      center: [0, 0], zoom: 5, zoomControl: false, attributionControl: false, zoomDelta: 0.75,
      zoomSnap: 0, // no tiles, so no step: the fitted view fills the frame and the wheel runs smoothly
      wheelPxPerZoomLevel: 150, wheelDebounceTime: 30, maxZoom: 17, maxBoundsViscosity: 0.7, bounceAtZoomLimits: false,
      fadeAnimation: false, keyboard: moves, dragging: moves, scrollWheelZoom: moves, doubleClickZoom: moves,
      touchZoom: moves, boxZoom: moves, tapHold: false,
      zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
    sessionStorage.removeItem('mapTries');
    M.quietStart();
    if (options.name) M.watch(options.name, M.paint);
    const scene = (M.scene = new M.Scene(map, options));
    scene.root.classList.add('mm-map', scene.theme.dark ? 'mm-dark' : 'mm-light');
    scene.root.classList.toggle('mm-wall', wall);
    for (const [name, value] of Object.entries(scene.theme)) {
      if (typeof value === 'string') scene.root.style.setProperty('--mm-' + name, value);
    }
    scene.root.style.background = scene.theme.ground;
    scene.controls = new M.Controls(scene);
    if (!wall) scene.selection = new M.Selection(scene);
    map.on('dragstart zoomstart keydown', () => {
      if (!scene.fitting) scene.touched = true;
    });
    new ResizeObserver(() => settle(scene)).observe(scene.root);
    return map;
  };

  // After a change of the frame or of the legend: the same view again, unless the reader has moved the map.
  function settle(scene) {
    scene.root.style.setProperty('--mm-screen', scene.screen);
    scene.map.invalidateSize({ animate: false, pan: false });
    if (!scene.geometry) return;
    if (scene.touched) scene.layer.redraw();
    else M.fit(scene, false);
  }

  M.legend = function (map, corner) {
    M.scene.legend = new M.Legend(M.scene, corner);
    // The first view makes room for the legend; after that a longer legend does not move the reader's view.
    new ResizeObserver(() => M.scene.touched || M.scene.root.dataset.painted || settle(M.scene)).observe(M.scene.legend.node);
  };

  M.MahallaLayer = L.Layer.extend({
    initialize(options) {
      L.setOptions(this, options);
    },

    onAdd() {
      this.scene = M.scene;
      this.scene.layer = this;
      this.box = M.element('div', 'mm-canvas leaflet-zoom-animated');
      this.land = M.element('canvas', '');
      this.rings = M.element('canvas', '');
      this.box.append(this.land, this.rings);
      this.getPane().append(this.box);
      this.begin();
    },

    onRemove() {
      this.box.remove();
    },

    getEvents() {
      return { zoomanim: this.follow, zoom: this.step, move: this.step, moveend: this.redraw };
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
      Object.assign(scene, { geometry, shapes: new M.Shapes(geometry), finder: new M.Finder(geometry) });
      scene.focus = new Set(options.focus.map(code => geometry.districts.findIndex(one => one.code === code)).filter(at => at >= 0));
      scene.controls.words();
      M.placeSites(scene);
      M.placeClusters(scene);
      if (scene.waiting) show(scene, scene.waiting);
      M.fit(scene, false);
      scene.map.setMaxBounds(L.latLngBounds(geometry.bounds).pad(0.6)); // after the fit: it would pull the empty view first
    },

    follow(event) {
      if (!this.frame) return;
      const map = this._map, scale = map.getZoomScale(event.zoom, this.frame.zoom);
      L.DomUtil.setTransform(this.box, map._latLngToNewLayerPoint(this.frame.northWest, event.zoom, event.center), scale);
    },

    // On the way: draw anew where that is quick, else stretch what is there until the movement ends.
    step() {
      const map = this._map, { frame } = this;
      if (!frame || this.asked) return;
      const zooming = map.getZoom() !== frame.zoom;
      const corner = map.containerPointToLayerPoint([0, 0]).subtract(frame.corner);
      const outside = Math.abs(corner.x - frame.margin.x) > frame.margin.x || Math.abs(corner.y - frame.margin.y) > frame.margin.y;
      if (zooming) this.follow({ zoom: map.getZoom(), center: map.getCenter() });
      if (zooming ? this.pace_ms < QUICK_MS : outside) this.redrawSoon();
    },

    // Once before the next screen, however many ask.
    redrawSoon() {
      this.asked = this.asked || requestAnimationFrame(() => this.redraw());
    },

    redraw() {
      const { scene } = this;
      cancelAnimationFrame(this.asked);
      this.asked = 0;
      if (!scene.geometry || !scene.fittedScale || !this._map.getSize().x) return;
      const begun = performance.now();
      const margin = scene.wall ? 0 : MARGIN;
      const frame = (this.frame = new M.Frame(this._map, scene.geometry, margin, scene.pen));
      for (const canvas of [this.land, this.rings]) {
        const [width, height] = [Math.round(frame.width * frame.dpr), Math.round(frame.height * frame.dpr)];
        if (canvas.width !== width || canvas.height !== height) {
          Object.assign(canvas, { width, height });
          Object.assign(canvas.style, { width: frame.width + 'px', height: frame.height + 'px' });
        }
      }
      L.DomUtil.setTransform(this.box, frame.corner, 1);
      const ctx = this.land.getContext('2d');
      M.drawLand(ctx, frame, scene);
      const { x, y } = frame.margin, placer = new M.Placer([x, y, frame.width - x, frame.height - y]);
      for (const [west, north, east, south] of scene.obstacles(4)) placer.take([west + x, north + y, east + x, south + y]);
      M.arrangeClusters(frame, scene, placer);
      M.drawClusterRings(ctx, frame, scene);
      M.arrangeSites(frame, scene, placer);
      const districts = M.arrangeDistricts(ctx, frame, scene, placer);
      M.drawSites(ctx, frame, scene, placer);
      M.drawLabels(ctx, frame, scene, placer, districts);
      M.drawClusterNumbers(ctx, frame, scene);
      M.drawRings(this.rings.getContext('2d'), frame, scene);
      this.drawn = scene.picture;
      M.lastDraw_ms = performance.now() - begun;
      requestAnimationFrame(() => requestAnimationFrame(() => (this.pace_ms = (performance.now() - begun) / 2)));
    },

    drawRings() {
      if (this.frame) M.drawRings(this.rings.getContext('2d'), this.frame, this.scene);
    },
  });

  M.SiteLayer = L.Layer.extend({
    initialize(options) {
      L.setOptions(this, options);
    },

    async onAdd() {
      M.scene.rawSites = await M.fetchJson(M.scene, this.options.sites);
      M.placeSites(M.scene);
    },

    onRemove() {
      M.scene.sites = [];
    },
  });

  M.placeSites = function (scene) {
    if (!scene.geometry || !scene.rawSites) return;
    scene.sites = M.readSites(scene.rawSites, scene.geometry);
    if (scene.legend) scene.legend.update();
    scene.layer.redrawSoon();
  };

  M.ClusterLayer = L.Layer.extend({
    initialize(options) {
      L.setOptions(this, options);
    },

    async onAdd() {
      M.scene.rawClusters = await M.fetchJson(M.scene, this.options.clusters);
      M.placeClusters(M.scene);
    },

    onRemove() {
      M.scene.clusters = {};
    },
  });

  M.placeClusters = function (scene) {
    if (!scene.geometry || !scene.rawClusters) return;
    scene.clusters = M.readClusters(scene.rawClusters, scene.geometry);
    scene.layer.redrawSoon();
  };

  let latest = 0;

  // A later picture overtakes an earlier one that is still being unpacked.
  M.paint = async function (text) {
    const number = ++latest;
    try {
      const picture = await M.unpack(text);
      if (number !== latest || !M.scene) return;
      M.scene.waiting = picture;
      if (M.scene.geometry) show(M.scene, picture);
    } catch (error) {
      console.error(error);
      await M.trouble(M.scene, 60);
      location.reload();
    }
  };

  function show(scene, picture) {
    const { geometry } = scene, districts = picture.level === 'district';
    if (picture.n !== (districts ? geometry.districts : geometry.cells).length) {
      console.warn('the picture belongs to another edition');
      scene.picture = null; // no colours rather than wrong ones
      scene.layer.redraw();
      return;
    }
    picture.cellState = districts ? geometry.districtOf.map(at => picture.state[at]) : picture.state;
    scene.waiting = null;
    scene.picture = picture;
    if (scene.selection) scene.selection.answer(picture.selected);
    else scene.selected = picture.selected === null ? -1 : picture.selected;
    if (scene.legend) scene.legend.update();
    refocus(scene, picture.focus);
    requestAnimationFrame(() => {
      if (scene.layer.drawn !== picture) scene.layer.redraw();
      requestAnimationFrame(() => {
        if (scene.picture === picture) scene.root.dataset.painted = picture.key;
      });
    });
  }

  // The picture's districts in focus; the map flies there when they are others than before.
  function refocus(scene, focus) {
    const before = [...scene.focus].join();
    if (!focus || focus.join() === before) return;
    scene.focus = new Set(focus);
    if (scene.layer.frame) M.fit(scene, true);
  }
})(window.MahallaMap);
