// Pointer and keys: what lies under them, the card, the selection, and the one value that goes back to the server.
(function (M) {
  const PATIENCE_MS = 6000; // how long the reader's own click outweighs an older answer of the server

  // st_folium compares what it would send with `previous_data`; set alike, it stays silent after us.
  function send(code) {
    const shared = window.__GLOBAL_DATA__;
    if (!shared || !window.Streamlit) return;
    const values = {
      last_object_clicked_count: Math.max(Date.now(), (shared.last_object_clicked_count || 0) + 1),
      last_object_clicked_tooltip: code,
    };
    Object.assign(shared, values);
    const wanted = shared.returned_objects;
    if (!wanted || wanted.some(name => !(name in values))) return; // others are wanted too: st_folium sends them all
    const data = Object.fromEntries(Object.entries(values).filter(([name]) => wanted.includes(name)));
    shared.previous_data = data;
    window.Streamlit.setComponentValue(data);
  }

  // Before the first click the counter is null, as st_folium's default is; its own 0 would cost a run of the page.
  M.quietStart = function () {
    if (window.__GLOBAL_DATA__) window.__GLOBAL_DATA__.last_object_clicked_count = null;
  };

  M.Selection = class {
    constructor(scene) {
      this.scene = scene;
      this.card = new M.Card(scene);
      this.live = M.element('div', 'mm-live');
      this.live.setAttribute('aria-live', 'polite');
      scene.root.append(this.live);
      this.sent = [];
      scene.map.on({
        mousemove: event => this.point(event.containerPoint, event.latlng),
        mouseout: () => this.leave(),
        movestart: () => this.card.hide(),
        moveend: () => this.centre(),
        click: event => event.originalEvent.detail < 2 && this.click(event),
      });
      scene.root.addEventListener('keydown', event => this.key(event));
      scene.root.addEventListener('blur', () => this.leave());
    }

    under(latlng, point) {
      const { scene } = this;
      if (!scene.geometry) return { at: -1, site: null, cluster: null };
      const { frame } = scene.layer, inFrame = find => (point && frame ? find(scene, point.x + frame.margin.x, point.y + frame.margin.y) : null);
      const site = inFrame(M.siteAt), cluster = site ? null : inFrame(M.clusterAt);
      return { site, cluster, at: scene.finder.at(...M.toGrid(scene.geometry, latlng)) };
    }

    point(place, latlng) {
      const { scene } = this, { dragging } = scene.map;
      if (!scene.names || !scene.picture || (dragging && dragging.moving())) return; // the same place stays under the pointer
      const found = this.under(latlng, place);
      scene.root.classList.toggle('mm-pointing', found.at >= 0 || Boolean(found.site));
      this.hover(found.site ? -1 : found.at);
      this.tell(found, place.x, place.y);
    }

    tell(found, x, y) {
      this.last = [found, x, y];
      M.askFigures(this.scene.picture, () => this.again());
      if (found.site) this.card.site(found.site, x, y);
      else if (found.cluster) this.card.cluster(found.cluster, x, y);
      else if (found.at < 0) this.card.hide();
      else this.card.mahalla(found.at, x, y);
    }

    // What was told last, once its figures have come.
    again() {
      if (this.card.node.hidden) return;
      this.tell(...this.last);
      if (this.byKeys) this.say();
    }

    say() {
      this.live.textContent = this.card.node.hidden ? '' : [...this.card.node.children].map(row => row.textContent).join(', ');
    }

    hover(at) {
      if (this.scene.hovered === at) return;
      this.scene.hovered = at;
      this.scene.layer.drawRings();
    }

    leave() {
      this.hover(-1);
      this.card.hide();
      this.byKeys = false;
    }

    click(event) {
      const found = this.under(event.latlng, event.containerPoint);
      if (found.site) send('site:' + found.site.id);
      else this.select(found.at);
    }

    codeOf(at) {
      return at < 0 ? '' : this.scene.geometry.codes[at];
    }

    select(at) {
      const { scene } = this;
      if (at < 0 && scene.selected < 0) return;
      scene.selected = this.brought = at;
      scene.layer.drawRings();
      this.sent.push(at);
      this.sentAt = Date.now();
      send(this.codeOf(at));
    }

    // The server names the selected mahalla with every picture. Its answer to an older click is passed over while a
    // newer one is still under way.
    answer(at) {
      const { scene } = this, told = at === null ? -1 : at;
      const place = this.sent.lastIndexOf(told);
      if (place >= 0) this.sent.splice(0, place + 1);
      else if (told !== this.told || Date.now() - (this.sentAt || 0) > PATIENCE_MS) this.sent = [];
      this.told = told;
      if (this.sent.length) return;
      scene.selected = told;
    }

    key(event) {
      if (event.target !== this.scene.root) return;
      if (event.key === 'Escape') this.select(-1);
      else if (event.key === 'Enter' && this.scene.geometry) {
        const found = this.under(this.scene.map.getCenter(), this.middle());
        if (found.site) send('site:' + found.site.id);
        else this.select(found.at);
      } else if (!event.key.startsWith('Arrow') && !'+-='.includes(event.key)) return;
      this.byKeys = true;
      this.centre();
    }

    middle() {
      return this.scene.map.getSize().divideBy(2);
    }

    // With the keyboard, the mahalla in the middle is the one in hand: outlined, in the card, and read aloud.
    centre() {
      const { scene } = this;
      if (!this.byKeys || !scene.geometry || !scene.names || !scene.picture) return;
      const place = this.middle(), found = this.under(scene.map.getCenter(), place);
      this.hover(found.site ? -1 : found.at);
      this.tell(found, place.x, place.y);
      this.say();
    }
  };
})(window.MahallaMap);
