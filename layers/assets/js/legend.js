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
      const counted = this.counted();
      this.node.replaceChildren(this.title(), ...(this.open ? [this.table(counted), ...this.foot(counted), ...this.siteTable()] : []));
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

    // The districts that the map is about; none where it is about everything.
    get focus() {
      const { picture, focus } = this.scene;
      return picture.focus ? new Set(picture.focus) : focus;
    }

    // Each class with its number of what the map is about, and the numbers of what only sometimes occurs.
    counted() {
      const { picture, geometry } = this.scene, { focus } = this;
      if (!focus.size) {
        const { no_data, suppressed, unstable } = picture;
        return { rows: picture.rows.map(entry => entry[2]), no_data, suppressed, unstable, n: picture.n };
      }
      const found = { rows: picture.rows.map(() => 0), no_data: 0, suppressed: 0, unstable: 0, n: 0 };
      picture.state.forEach((state, at) => {
        if (!focus.has(geometry.districtOf[at])) return;
        const number = M.classOf(state);
        found.n += 1;
        if (number >= 0) found.rows[number] += 1;
        else found[number === -1 ? 'no_data' : 'suppressed'] += 1;
        if (number >= 0 && state & M.UNSTABLE) found.unstable += 1;
      });
      return found;
    }

    table(counted) {
      const { picture, theme, ui } = this.scene, number = value => M.number(value, 0, ui);
      const most = Math.max(1, ...counted.rows);
      const table = M.element('div', 'mm-legend-rows');
      const order = picture.rows.map((entry, at) => [...entry.slice(0, 2), counted.rows[at], entry[3]]);
      for (const [colour, label, count, marked] of picture.from_top ? order.reverse() : order) {
        table.append(...row(swatch(this.scene, colour, marked), M.word(ui, label), count / most, number(count)));
      }
      for (const name of ['no_data', 'suppressed', 'unstable'].filter(one => counted[one])) {
        const colour = name === 'unstable' ? picture.rows[Math.floor(picture.rows.length / 2)][0] : theme.land;
        table.append(...row(swatch(this.scene, colour, false, name), ui[name], null, number(counted[name])));
      }
      return table;
    }

    // One row a state, with the symbols of the kinds that occur in it.
    siteRows() {
      const { picture, geometry, ui } = this.scene, { focus } = this, rows = [];
      if (picture.sites === 'none') return rows;
      const sites = this.scene.sites.filter(site => !focus.size || focus.has(geometry.districtOf[site.mahalla]));
      for (const state of picture.sites === 'opened' ? ['opened'] : ['opened', 'in_progress', 'planned', 'not_stated']) {
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
      return table.childElementCount ? [M.element('h3', 'mm-legend-title', this.scene.ui.sites || ''), table, ...this.kinds(rows)] : [];
    }

    // What the letters in the symbols say.
    kinds(rows) {
      const { ui, sites } = this.scene, found = ['street', 'entrance'].filter(kind => sites.some(site => site.kind === kind));
      const said = found.map(kind => `${M.letterOf(this.scene, kind)}\u00a0–\u00a0${(ui[kind] || kind).toLowerCase()}`);
      return rows.length ? [M.element('p', 'mm-legend-foot', said.join(' · '))] : [];
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

    // The places in focus by name; in a country a region whose districts are all in it, in their stead.
    where() {
      const { geometry, names } = this.scene, { focus } = this, own = new Map();
      for (const [at, { code }] of (names.regions && geometry ? geometry.districts : []).entries()) {
        const region = M.regionOf(code);
        own.set(region, [...(own.get(region) || []), at]);
      }
      const whole = [...own].filter(([region, districts]) => names.regions[region] && districts.every(at => focus.has(at)));
      const told = new Set(whole.flatMap(([, districts]) => districts));
      return [...whole.map(([region]) => names.regions[region]), ...[...focus].filter(at => !told.has(at)).map(at => names.districts[at])];
    }

    foot(counted) {
      const { picture, ui, geometry } = this.scene;
      const line = parts => parts.filter(Boolean).join(' · ');
      const rows = [
        line([this.where().join(', ')]),
        line([M.word(ui, picture.unit), 'n\u00a0=\u00a0' + M.number(counted.n - counted.no_data - counted.suppressed, 0, ui), picture.edition]),
        line([picture.source]),
        line([picture.rings_note]),
        line([M.word(ui, picture.note), geometry && geometry.schematic ? ui.schematic : '']),
      ];
      return [...rows.filter(Boolean).map(text => M.element('p', 'mm-legend-foot', text)), ...this.made()];
    }
  };
})(window.MahallaMap);
