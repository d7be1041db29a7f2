// The web geometry file, decoded: borders once each, cells as lists of borders, all in whole grid units, y downwards.
(function (M) {
  function unpackArc(deltas) {
    const points = new Int32Array(deltas.length);
    let x = 0, y = 0;
    for (let at = 0; at < deltas.length; at += 2) {
      points[at] = x += deltas[at];
      points[at + 1] = y += deltas[at + 1];
    }
    return points;
  }

  const place = reference => (reference < 0 ? ~reference : reference);

  function boxOfArc(points) {
    let west = Infinity, north = Infinity, east = -Infinity, south = -Infinity;
    for (let at = 0; at < points.length; at += 2) {
      if (points[at] < west) west = points[at];
      if (points[at] > east) east = points[at];
      if (points[at + 1] < north) north = points[at + 1];
      if (points[at + 1] > south) south = points[at + 1];
    }
    return [west, north, east, south];
  }

  M.around = boxes => [
    boxes.reduce((least, box) => Math.min(least, box[0]), Infinity), boxes.reduce((least, box) => Math.min(least, box[1]), Infinity),
    boxes.reduce((most, box) => Math.max(most, box[2]), -Infinity), boxes.reduce((most, box) => Math.max(most, box[3]), -Infinity),
  ];

  // For each border the size of the smaller cell beside it: thin lines between small cells, none between tiny ones.
  function borderSizes(cells, labels, count) {
    const sizes = new Float64Array(count).fill(Infinity);
    cells.forEach((rings, at) => {
      if (!rings || !labels[at]) return;
      for (const ring of rings) {
        for (const reference of ring) {
          const border = place(reference);
          sizes[border] = Math.min(sizes[border], labels[at][2]);
        }
      }
    });
    return sizes;
  }

  // Borders between mahallas of one district, in groups of about equal cell size.
  function hairlineGroups(sizes, outer) {
    const groups = new Map();
    sizes.forEach((size, border) => {
      if (!isFinite(size) || outer.has(border)) return;
      const group = Math.round(2 * Math.log2(Math.max(size, 1)));
      if (!groups.has(group)) groups.set(group, { size: 2 ** (group / 2), borders: [] });
      groups.get(group).borders.push(border);
    });
    return [...groups.values()];
  }

  M.regionOf = code => code.slice(0, 4);

  // Borders between the regions of a country: the code of a district begins with that of its region (SOATO, 7 digits).
  M.betweenRegions = function (districts) {
    if (!districts.every(({ code }) => /^\d{7}$/.test(code))) return [];
    const owner = new Map(), found = [];
    for (const { code, rings } of districts) {
      const region = M.regionOf(code);
      for (const border of (rings || []).flat().map(place)) {
        if (owner.has(border) && owner.get(border) !== region) found.push(border);
        owner.set(border, region);
      }
    }
    return found;
  };

  M.decode = function (raw) {
    if (raw.v !== 1) throw new Error('unknown geometry version ' + raw.v);
    const arcs = raw.arcs.map(unpackArc);
    const outer = new Set([...raw.border.district, ...raw.border.region].map(place));
    const arcBoxes = arcs.map(boxOfArc);
    const boxes = raw.mahallas.map(rings => (rings ? M.around(rings.flat().map(border => arcBoxes[place(border)])) : null));
    return {
      arcs, arcBoxes, boxes,
      origin: raw.origin, unit: raw.unit, schematic: Boolean(raw.schematic), incomplete: raw.mahallas.includes(null),
      cells: raw.mahallas, labels: raw.label, codes: raw.codes, districtOf: raw.district_of,
      districts: raw.districts, border: { ...raw.border, between: M.betweenRegions(raw.districts) }, bounds: raw.bounds,
      hairlines: hairlineGroups(borderSizes(raw.mahallas, raw.label, arcs.length), outer),
      box: M.around(boxes.filter(Boolean)),
    };
  };

  // Which cell lies under a point: a coarse grid of boxes narrows it down, the ring test decides.
  M.Finder = class {
    constructor(geometry) {
      this.geometry = geometry;
      this.side = Math.max(4, Math.ceil(Math.sqrt(geometry.boxes.length)));
      const [west, north, east, south] = geometry.box;
      this.cell = Math.max(east - west, south - north, 1) / this.side;
      this.drawers = new Map();
      geometry.boxes.forEach((box, at) => box && this.file(box, at));
    }

    file(box, at) {
      const [west, north] = this.geometry.box;
      for (let column = Math.floor((box[0] - west) / this.cell); column <= (box[2] - west) / this.cell; column++) {
        for (let row = Math.floor((box[1] - north) / this.cell); row <= (box[3] - north) / this.cell; row++) {
          const key = column * 65536 + row;
          if (!this.drawers.has(key)) this.drawers.set(key, []);
          this.drawers.get(key).push(at);
        }
      }
    }

    at(x, y) {
      const [west, north] = this.geometry.box;
      const key = Math.floor((x - west) / this.cell) * 65536 + Math.floor((y - north) / this.cell);
      for (const at of this.drawers.get(key) || []) {
        const box = this.geometry.boxes[at];
        if (x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && this.inside(at, x, y)) return at;
      }
      return -1;
    }

    inside(at, x, y) {
      let odd = false;
      for (const ring of this.geometry.cells[at]) {
        for (const reference of ring) {
          const points = this.geometry.arcs[place(reference)];
          for (let i = 2; i < points.length; i += 2) {
            const y1 = points[i - 1], y2 = points[i + 1];
            if (y1 > y !== y2 > y && x < ((points[i] - points[i - 2]) * (y - y1)) / (y2 - y1) + points[i - 2]) odd = !odd;
          }
        }
      }
      return odd;
    }
  };
})(window.MahallaMap);
