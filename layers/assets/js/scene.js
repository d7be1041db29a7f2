// What is on the map right now: shapes, names, picture, selection, and the sizes that follow from the frame.
(function (M) {
  const MONITOR_LETTERS_PX = 15.17; // 0.79 % of 1920: see page.css

  M.Scene = class {
    constructor(map, options) {
      Object.assign(this, { map, options, root: map.getContainer(), letters: options.letters });
      this.wall = options.mode === 'wall';
      this.theme = typeof options.theme === 'string' ? M.themes[options.theme] : options.theme;
      Object.assign(this, { hovered: -1, selected: -1, near: -1, focus: new Set(), sites: [], siteSpots: [], clusters: {}, clusterSpots: [], font: M.font });
    }

    // Lines and letters grow with the frame, so that a wall is not drawn with a monitor's pen.
    get pen() {
      const { x, y } = this.map.getSize();
      const size = Math.min(x / 1250, y / 800);
      return this.wall ? M.clamp(size * 1.15, 0.65, 4) : M.clamp(size, 0.72, 1.5 * this.screen);
    }

    // How much larger the letters of the page around are than on a monitor of 1920 pixels; its own controls grow alike.
    get screen() {
      if (this.wall) return this.pen * this.letters;
      const around = window.parent.document.documentElement;
      return M.clamp(parseFloat(getComputedStyle(around).fontSize) / MONITOR_LETTERS_PX, 0.75, 4) || 1;
    }

    // What the page's own controls cover, in pixels (top, right, bottom, left); names of blocks stand above them.
    get padding() {
      const [above, ...others] = this.options.padding.map(side => side * (this.wall ? 1 : this.screen));
      return [above + (this.geometry && this.geometry.schematic ? 22 * this.pen * this.letters : 0), ...others];
    }

    letterSize(pixels) {
      return Math.max(pixels * this.pen * this.letters, Math.min(pixels, 11));
    }

    rowOf(at) {
      const number = this.picture ? M.classOf(this.picture.state[at]) : -1;
      return number >= 0 ? this.picture.rows[number] : null;
    }

    isMarked(at) {
      const entry = this.rowOf(at);
      return Boolean(entry && entry[3] === 1);
    }

    isRinged(at) {
      const entry = this.rowOf(at);
      return Boolean(entry && entry[3] === 2);
    }

    colourOf(at) {
      const entry = this.rowOf(at);
      return entry ? entry[0] : this.theme.land;
    }

    // Boxes of the map's own furniture, in pixels of the container, `gap` pixels larger.
    obstacles(gap) {
      const frame = this.root.getBoundingClientRect();
      return [...this.root.querySelectorAll('.mm-legend, .mm-buttons, .mm-corner')]
        .map(node => node.getBoundingClientRect())
        .filter(box => box.width > 0)
        .map(box => [box.left - frame.left - gap, box.top - frame.top - gap, box.right - frame.left + gap, box.bottom - frame.top + gap]);
    }
  };
})(window.MahallaMap);
