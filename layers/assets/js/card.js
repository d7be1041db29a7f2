// The card beside the pointer: name, district, category, the painted figure with its unit, the period.
(function (M) {
  M.Card = class {
    constructor(scene) {
      this.scene = scene;
      this.node = M.element('div', 'mm-card');
      this.node.hidden = true;
      scene.root.append(this.node);
    }

    hide() {
      this.node.hidden = true;
    }

    // Beside (x, y) of the map, on the side where there is room.
    show(rows, x, y) {
      this.node.replaceChildren(...rows.filter(Boolean));
      this.node.hidden = false;
      const { clientWidth: width, clientHeight: height } = this.scene.root;
      const { width: wide, height: high } = this.node.getBoundingClientRect(), { screen } = this.scene;
      const left = x + 18 + wide > width - 6 ? x - 18 - wide : x + 18;
      const top = y + 18 + high > height - 6 ? y - 14 - high : y + 18;
      this.node.style.transform =
        `translate(${M.clamp(left, 6, Math.max(6, width - wide - 6)) / screen}px,${M.clamp(top, 6, Math.max(6, height - high - 6)) / screen}px)`;
    }

    mahalla(at, x, y) {
      const { names, geometry } = this.scene;
      const district = geometry.districtOf[at];
      this.show([
        M.element('div', 'mm-card-name', names.mahallas[at]),
        M.element('div', 'mm-card-where', names.districts[district]),
        this.category(at) || this.className(at),
        ...this.figures(at),
      ], x, y);
    }

    site(site, x, y) {
      const { ui, names } = this.scene;
      const where = site.mahalla === null || site.mahalla === undefined ? '' : names.mahallas[site.mahalla];
      const row = M.element('div', 'mm-card-category');
      row.append(M.siteIcon(this.scene, site.kind, site.state), M.element('span', '', ui[site.state]));
      this.show([
        M.element('div', 'mm-card-name', site.title || ui[site.kind]),
        where && !(site.title || '').includes(where) ? M.element('div', 'mm-card-where', where) : null,
        row,
      ], x, y);
    }

    cluster(cluster, x, y) {
      const { ui } = this.scene, number = (value, decimals) => M.number(value, decimals, ui);
      const line = (style, value, words) => {
        const row = M.element('div', style);
        row.append(M.element('b', '', value), M.element('span', '', ' ' + words));
        return row;
      };
      this.show([
        M.element('div', 'mm-card-name', `${ui.cluster} ${cluster.number}`),
        M.element('div', 'mm-card-where', `${number(cluster.mahallas, 0)} ${ui.cluster_mahallas}`),
        line('mm-card-figure', number(cluster.observed, 0), ui.observed),
        line('mm-card-detail', number(cluster.expected, 1), ui.expected),
        cluster.relative_risk === null ? null : line('mm-card-detail', number(cluster.relative_risk, 2), ui.relative_risk),
        M.element('div', 'mm-card-foot', `p = ${number(cluster.p_value, 3)} · ${ui.cluster_chance}`),
      ], x, y);
    }

    category(at) {
      const { picture, theme, ui } = this.scene;
      const key = picture && picture.categories ? ['none', 'green', 'yellow', 'red'][picture.categories[at]] : null;
      if (!key) return null;
      const row = M.element('div', 'mm-card-category'), chip = M.element('i', 'mm-swatch' + (key === 'red' ? ' mm-marked' : ''));
      if (theme.categories[key]) chip.style.background = theme.categories[key];
      else chip.classList.add('mm-empty');
      row.append(chip, M.element('span', '', ui[key]));
      return row;
    }

    className(at) {
      const { picture, ui } = this.scene, entry = picture && picture.named ? this.scene.rowOf(at) : null;
      if (!entry) return null;
      const row = M.element('div', 'mm-card-category'), chip = M.element('i', 'mm-swatch');
      chip.style.background = entry[0];
      row.append(chip, M.element('span', '', M.word(ui, entry[1])));
      return row;
    }

    figures(at) {
      const { picture, ui } = this.scene;
      if (!picture) return [];
      const state = picture.state[at], number = M.classOf(state), rows = [];
      if (number < 0) rows.push(M.element('div', 'mm-card-none', ui[number === -1 ? 'no_data' : 'suppressed']));
      const add = (figures, unit, style) => {
        if (number < 0 || !figures || isNaN(figures.values[at])) return;
        const row = M.element('div', style);
        row.append(
          M.element('b', '', M.number(figures.values[at], figures.decimals, ui)),
          M.element('span', '', ' ' + M.word(ui, unit)),
        );
        rows.push(row);
      };
      add(picture.figures, picture.unit, 'mm-card-figure');
      add(picture.detail, picture.detail_unit, 'mm-card-detail');
      if (state & M.UNSTABLE) rows.push(M.element('div', 'mm-card-none', ui.unstable));
      const foot = [M.word(ui, picture.title), picture.period].filter(Boolean).join(' · ');
      return [...rows, M.element('div', 'mm-card-foot', foot)];
    }
  };
})(window.MahallaMap);
