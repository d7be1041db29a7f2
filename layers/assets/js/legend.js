// The legend: a row for each class with its colour, range, bar and number; then what only sometimes occurs.
(function (M) {
  function icon(size, draw) {
    const canvas = M.element('canvas', 'mm-icon'), dpr = window.devicePixelRatio || 1;
    canvas.width = canvas.height = size * dpr;
    const ctx = canvas.getContext('2d');
    ctx.scale(dpr, dpr);
    draw(ctx, size);
    return canvas;
  }

  M.siteIcon = (scene, kind, state) =>
    icon(18, (ctx, size) => M.drawSite(ctx, scene, { kind, state }, size / 2, size / 2, size * 0.38));

  function swatch(scene, colour, marked, hatch) {
    const box = M.element('i', 'mm-swatch' + ['', ' mm-marked', ' mm-ringed'][Number(marked)]);
    box.style.backgroundColor = colour;
    if (hatch) box.style.backgroundImage = `url(${M.hatchTile(hatch, scene.theme, 1).toDataURL()})`;
    return box;
  }

  function row(mark, label, bar, number) {
    const text = M.element('span', 'mm-legend-label', label), count = M.element('b', '', number);
    if (bar === null) {
      text.classList.add('mm-wide');
      return [mark, text, count];
    }
    const track = M.element('span', 'mm-legend-bar'), fill = M.element('i', '');
    fill.style.width = Math.max(bar * 100, bar > 0 ? 2 : 0) + '%';
    track.append(fill);
    return [mark, text, track, count];
  }

  M.Legend = class {
    constructor(scene, corner) {
      this.scene = scene;
      this.node = M.element('section', `mm-legend mm-${corner}`);
      this.node.hidden = true;
      scene.root.append(this.node);
      this.small = scene.root.clientWidth < 620;
      this.open = !this.small;
    }

    update() {
      const { picture, ui } = this.scene;
      if (!picture || !ui) return;
      this.node.hidden = false;
      this.node.setAttribute('aria-label', ui.legend);
      this.node.replaceChildren(this.title(), ...(this.open ? [this.table(), ...this.foot(), ...this.siteTable()] : []));
    }

    title() {
      const { picture, ui } = this.scene, text = M.word(ui, picture.title) || ui.legend;
      const head = M.element(this.small ? 'button' : 'h2', 'mm-legend-title', text);
      if (picture.period) head.append(M.element('span', 'mm-legend-period', ' · ' + picture.period));
      if (this.small) {
        head.setAttribute('aria-expanded', String(this.open));
        head.onclick = () => {
          this.open = !this.open;
          this.update();
        };
      }
      return head;
    }

    table() {
      const { picture, theme, ui } = this.scene, number = value => M.number(value, 0, ui);
      const most = Math.max(1, ...picture.rows.map(entry => entry[2]));
      const table = M.element('div', 'mm-legend-rows');
      const order = picture.from_top ? [...picture.rows].reverse() : picture.rows;
      for (const [colour, label, count, marked] of order) {
        table.append(...row(swatch(this.scene, colour, marked), M.word(ui, label), count / most, number(count)));
      }
      if (picture.no_data) table.append(...row(swatch(this.scene, theme.land, false, 'no_data'), ui.no_data, null, number(picture.no_data)));
      if (picture.suppressed) table.append(...row(swatch(this.scene, theme.land, false, 'suppressed'), ui.suppressed, null, number(picture.suppressed)));
      if (picture.unstable) {
        const colour = picture.rows[Math.floor(picture.rows.length / 2)][0];
        table.append(...row(swatch(this.scene, colour, false, 'unstable'), ui.unstable, null, number(picture.unstable)));
      }
      return table;
    }

    // One row a state, with the symbols of the kinds that occur in it.
    siteRows() {
      const { picture, sites, ui } = this.scene, rows = [];
      if (picture.sites === 'none') return rows;
      for (const state of picture.sites === 'opened' ? ['opened'] : ['opened', 'in_progress', 'planned']) {
        const found = sites.filter(site => site.state === state);
        if (!found.length) continue;
        const icons = M.element('span', 'mm-icons');
        for (const kind of ['street', 'entrance']) {
          if (found.some(site => site.kind === kind)) icons.append(M.siteIcon(this.scene, kind, state));
        }
        rows.push([icons, M.element('span', 'mm-legend-label', ui[state]), M.element('b', '', M.number(found.length, 0, ui))]);
      }
      return rows;
    }

    // What is held beside the selected mahalla; see beside.js.
    besideRows() {
      const { picture, theme, ui } = this.scene, marks = {
        touching: (ctx, size) => {
          ctx.strokeStyle = theme.text;
          ctx.lineWidth = 2;
          ctx.strokeRect(size * 0.2, size * 0.2, size * 0.6, size * 0.6);
        },
        compared: (ctx, size) => M.drawDiamond(ctx, theme, size / 2, size / 2, size * 0.34),
      };
      return ['touching', 'compared'].filter(key => (picture[key] || []).length).map(key => {
        const box = M.element('span', 'mm-icons');
        box.append(icon(18, marks[key]));
        return [box, M.element('span', 'mm-legend-label', ui[key]), M.element('b', '', M.number(picture[key].length, 0, ui))];
      });
    }

    siteTable() {
      const rows = this.siteRows(), table = M.element('div', 'mm-legend-sites');
      [...rows, ...this.besideRows()].forEach(cells => table.append(...cells));
      return table.childElementCount ? [M.element('h3', 'mm-legend-title', this.scene.ui.sites || ''), table] : [];
    }

    // To the method of the figure shown, in a window of its own. The page's address knows the figure, so that no
    // picture has to carry it.
    made() {
      const { ui, wall } = this.scene;
      if (wall || !ui.made) return [];
      const link = M.element('a', 'mm-legend-foot mm-legend-made', ui.made);
      link.target = '_blank';
      link.rel = 'noopener';
      link.onfocus = link.onpointerenter = () => {
        const asked = new URLSearchParams(window.parent.location.search);
        asked.set('method', asked.get('indicator') || 'category');
        link.href = '/methods?' + asked;
      };
      link.onfocus();
      return [link];
    }

    foot() {
      const { picture, ui, geometry } = this.scene;
      const line = parts => parts.filter(Boolean).join(' · ');
      const rows = [
        line([M.word(ui, picture.unit), 'n\u00a0=\u00a0' + M.number(picture.n - picture.no_data - picture.suppressed, 0, ui), picture.edition]),
        line([picture.source]),
        line([picture.rings_note]),
        line([M.word(ui, picture.note), geometry && geometry.schematic ? ui.schematic : '']),
      ];
      return [...rows.filter(Boolean).map(text => M.element('p', 'mm-legend-foot', text)), ...this.made()];
    }
  };
})(window.MahallaMap);
