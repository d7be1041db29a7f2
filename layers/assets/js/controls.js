// Buttons, scale bar, source of the data.
(function (M) {
  const ICONS = {
    zoom_in: 'M8 3v10M3 8h10',
    zoom_out: 'M3 8h10',
    fit: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
  };

  function button(name, act) {
    const node = M.element('button', 'mm-button'), svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    node.type = 'button';
    node.dataset.name = name;
    svg.setAttribute('viewBox', '0 0 16 16');
    svg.setAttribute('aria-hidden', 'true');
    path.setAttribute('d', ICONS[name]);
    svg.append(path);
    node.append(svg);
    node.onclick = act;
    return node;
  }

  M.Controls = class {
    constructor(scene) {
      this.scene = scene;
      this.buttons = M.element('div', 'mm-buttons');
      this.scale = M.element('div', 'mm-scale');
      this.source = M.element('div', 'mm-source');
      const { map } = scene, zoom = by => {
        scene.touched = true;
        map.setZoom(map.getZoom() + by);
      };
      this.buttons.append(
        button('zoom_in', () => zoom(0.75)),
        button('zoom_out', () => zoom(-0.75)),
        button('fit', () => {
          scene.near = -1;
          M.fit(scene, true);
        }),
      );
      const corner = M.element('div', 'mm-corner');
      corner.append(this.source, this.scale);
      scene.root.append(...(scene.wall ? [] : [this.buttons]), corner);
      L.DomEvent.disableClickPropagation(this.buttons);
      L.DomEvent.disableScrollPropagation(this.buttons);
      this.scale.hidden = true;
      map.on('moveend', () => this.measure());
    }

    words() {
      const { ui, names, root } = this.scene;
      this.buttons.querySelectorAll('button').forEach(node => {
        node.title = ui[node.dataset.name];
        node.setAttribute('aria-label', ui[node.dataset.name]);
      });
      root.setAttribute('aria-label', [ui.map, names.region].filter(Boolean).join(': '));
      if (!this.scene.wall) root.setAttribute('aria-description', ui.keys);
      this.source.textContent = names.attribution || '';
      this.measure();
    }

    // A round number of metres (1, 2 or 5 and zeros) as long as at most a hundred pixels at the middle of the map.
    measure() {
      const { map, geometry, ui } = this.scene;
      this.scale.hidden = this.scene.wall || !geometry || !ui || geometry.schematic;
      if (this.scale.hidden) return;
      const half = map.getSize().divideBy(2), { screen } = this.scene, reach = [50 * screen, 0];
      const ends = [map.containerPointToLatLng(half.subtract(reach)), map.containerPointToLatLng(half.add(reach))];
      const most = map.distance(...ends), power = 10 ** Math.floor(Math.log10(most));
      const length = [5, 2, 1].find(step => step * power <= most) * power;
      this.scale.style.width = (100 * length) / most + 'px'; // drawn `screen` times larger, as is `most`
      this.scale.textContent = length >= 1000 ? M.number(length / 1000, 0, ui) + '\u00a0' + ui.km : length + '\u00a0' + ui.m;
    }
  };
})(window.MahallaMap);
