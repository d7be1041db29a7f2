// Puts the parts together: the map, the layer of the mahallas, the sites, the paint.
(function (M) {
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
    scene.root.classList.add('mm-map');
    scene.root.classList.toggle('mm-wall', wall);
    M.dress(scene);
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
    const number = ++latest, unpacked = M.unpack(text);
    M.unpacking = unpacked.catch(() => null);
    try {
      const picture = await unpacked;
      if (number !== latest || !M.scene) return;
      M.scene.waiting = picture;
      if (M.scene.geometry) M.show(M.scene, picture);
    } catch (error) {
      console.error(error);
      await M.trouble(M.scene, 60);
      location.reload();
    }
  };

  M.show = function (scene, picture) {
    if (picture.n !== scene.geometry.cells.length) {
      console.warn('the picture belongs to another edition');
      scene.picture = null; // no colours rather than wrong ones
      scene.layer.redraw();
      return;
    }
    scene.waiting = null;
    scene.picture = picture;
    if (scene.selection) scene.selection.answer(picture.selected);
    else scene.selected = picture.selected === null ? -1 : picture.selected;
    if (scene.legend) scene.legend.update();
    refocus(scene, picture.focus);
    bring(scene);
    requestAnimationFrame(() => {
      scene.layer.take(picture);
      requestAnimationFrame(() => {
        if (scene.picture === picture) scene.root.dataset.painted = picture.key;
      });
    });
  };

  // Of a country a mahalla is a dot: one selected by a link or a search is shown with its district.
  function bring(scene) {
    const { selected, geometry, selection } = scene;
    if (!selection || !scene.names.regions || selected === selection.brought) return;
    selection.brought = selected;
    if (selected < 0 || !geometry.boxes[selected]) return;
    scene.near = geometry.districtOf[selected];
    if (scene.layer.frame) M.fit(scene, true);
  }

  // The picture's districts in focus; the map flies there when they are others than before.
  function refocus(scene, focus) {
    const before = [...scene.focus].join();
    if (!focus || focus.join() === before) return;
    scene.focus = new Set(focus);
    scene.near = -1;
    if (scene.layer.frame) M.fit(scene, true);
  }
})(window.MahallaMap);
