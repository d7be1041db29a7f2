// Names on the map: districts first, then mahallas where they fit into their own cell.
(function (M) {
  const CLOSE = 1.45; // times the fitted scale: from here on mahallas are named
  const NEARER = 1.9; // the same for the districts of a country
  const LINE = 1.16; // line height in letters
  const RING = 8.5; // radius, in pens
  const WIDEST = 13; // of a district's name, in letters: a longer one is cut
  const WIDEST_MAHALLA = 40;
  const widths = new Map();

  // The width of a text in letters of 100 pixels; measured once for each text, weight and font.
  M.measured = function (ctx, scene, weight) {
    return text => {
      const key = weight + text;
      if (!widths.has(key)) {
        ctx.font = `${weight} 100px ${scene.font}`;
        widths.set(key, ctx.measureText(text).width);
      }
      return widths.get(key);
    };
  };

  M.forgetWidths = () => widths.clear();

  // The cells that wear a ring; names keep off it.
  function ringed(frame, scene) {
    if (!scene.picture || !scene.picture.rows.some(entry => entry[3] === 2)) return [];
    const { labels, boxes, districtOf } = scene.geometry;
    return labels.map((_, at) => at).filter(at => labels[at] && scene.isRinged(at) && frame.sees(boxes[at])
      && labels[at][2] * frame.scale <= 1.4 * RING * frame.pen && (!scene.focus.size || scene.focus.has(districtOf[at])));
  }

  // Where a district's name may stand: on its inner point, a little aside; beside its box where that is small, and on a
  // map of everything also where others have taken all of its ground. Never beside what lies outside the frame.
  function districtSpots(frame, district, width, height, everything) {
    const x = frame.x(district.label[0]), y = frame.y(district.label[1]);
    const box = [frame.x(district.box[0]), frame.y(district.box[1]), frame.x(district.box[2]), frame.y(district.box[3])];
    const spots = frame.schematic ? [[(box[0] + box[2]) / 2, box[1] - 0.6 * height, false]] : [];
    const large = box[2] - box[0] > width * 0.75 && box[3] - box[1] > height * 1.4;
    if (large) {
      for (const [right, down] of [[0, 0], [0, 0.7], [0, -0.7], [0.3, 0], [-0.3, 0], [0, 1.4], [0, -1.4], [0.3, 1], [-0.3, -1], [0.3, -1], [-0.3, 1]]) {
        spots.push([x + right * width, y + down * height, false]);
      }
    }
    if ((large && !everything) || x < 0 || y < 0 || x > frame.width || y > frame.height) return spots;
    const middle = (box[0] + box[2]) / 2;
    for (const far of [0.65, 1.5, 2.4]) {
      spots.push([middle, box[1] - far * height, true], [middle, box[3] + far * height, true]);
      spots.push([box[2] + width * 0.5 + far * height * 0.5, y, true], [box[0] - width * 0.5 - far * height * 0.5, y, true]);
    }
    return spots;
  }

  // Where the name of a region may stand: in the middle of its districts, or a little aside.
  function regionsOf(scene) {
    const found = new Map();
    scene.geometry.districts.forEach(({ code, label, box }) => {
      if (!label) return;
      const region = M.regionOf(code), weight = (box[2] - box[0]) * (box[3] - box[1]);
      const [x, y, sum] = found.get(region) || [0, 0, 0];
      found.set(region, [x + weight * label[0], y + weight * label[1], sum + weight]);
    });
    return [...found].map(([code, [x, y, sum]]) => ({ text: scene.names.regions[code], at: [x / sum, y / sum], sum }));
  }

  // Far out a country names its regions; their districts follow where there is room for their names.
  function arrangeRegions(ctx, frame, scene, placer) {
    const measure = M.measured(ctx, scene, 650), letters = scene.letterSize(20), high = letters * 1.25, found = [];
    for (const { text, at } of regionsOf(scene).sort((one, two) => two.sum - one.sum)) {
      if (!text) continue;
      const wide = (measure(text) * letters) / 100 + letters * 0.5, x = frame.x(at[0]), y = frame.y(at[1]);
      const spots = [[0, 0], [0, 1], [0, -1], [0.3, 0], [-0.3, 0], [0, 2], [0, -2]].map(([right, down]) => [x + right * wide, y + down * high]);
      const spot = placer.first(spots.map(([east, south]) => M.boxAt(east, south, wide, high)));
      if (spot >= 0) found.push({ at: -1, text, x: spots[spot][0], y: spots[spot][1], letters, beside: false });
    }
    return found;
  }

  M.arrangeDistricts = function (ctx, frame, scene, placer) {
    const far = scene.names.regions && !scene.focus.size && frame.scale < NEARER * scene.fittedScale;
    return far ? arrangeRegions(ctx, frame, scene, placer) : arrangeDistricts(ctx, frame, scene, placer);
  };

  function arrangeDistricts(ctx, frame, scene, placer) {
    const measure = M.measured(ctx, scene, 650), size = scene.letterSize(16.5), { labels } = scene.geometry;
    const order = scene.geometry.districts.map((_, at) => at).filter(at => scene.geometry.districts[at].label);
    const area = at => {
      const box = scene.geometry.districts[at].box;
      return (box[2] - box[0]) * (box[3] - box[1]);
    };
    const found = [], wide = 2 * (RING + 2) * frame.pen;
    for (const at of ringed(frame, scene)) placer.take(M.boxAt(frame.x(labels[at][0]), frame.y(labels[at][1]), wide, wide));
    for (const at of order.sort((one, two) => area(two) - area(one))) {
      const district = scene.geometry.districts[at], name = scene.names.districts[at];
      const radius = district.label[2] * frame.scale;
      if (!name || radius > 0.42 * Math.min(frame.width, frame.height)) continue;
      if (scene.wall && scene.focus.size === 1 && scene.focus.has(at)) continue; // the scene's title names it
      const text = M.shortened(name, measure, WIDEST * 100);
      const letters = size * (scene.focus.size && !scene.focus.has(at) ? 0.85 : 1);
      const width = (measure(text) * letters) / 100 + letters * 0.5, height = letters * 1.25;
      const spots = districtSpots(frame, district, width, height, !scene.focus.size);
      const spot = placer.first(spots.map(([x, y]) => M.boxAt(x, y, width, height)));
      if (spot < 0) continue;
      const [x, y, beside] = spots[spot];
      found.push({ at, text, x, y, letters, beside, to: [frame.x(district.label[0]), frame.y(district.label[1])] });
    }
    return found;
  }

  // Whether a box of `wide` by `high` pixels around (x, y) of the grid lies inside its cell.
  function liesInside(frame, scene, at, x, y, wide, high) {
    const right = wide / 2 / frame.scale, down = high / 2 / frame.scale;
    const corners = [[-1, -1], [0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0]];
    return corners.every(([east, south]) => scene.finder.inside(at, x + east * right, y + south * down));
  }

  // The largest letters and the fewest lines with which a name lies inside its cell and on nothing else: on the inner
  // point, or below or above a symbol that stands there. Null where there is no room.
  function fitting(frame, scene, at, options, extra, sizes, placer) {
    const [gridX, gridY, gridRadius] = scene.geometry.labels[at], radius = gridRadius * frame.scale;
    const symbol = 12 * frame.pen * scene.letters;
    for (const letters of sizes) {
      for (const option of options) {
        const wide = (option.width * letters) / 100, rows = option.lines.length * LINE + extra, high = rows * letters;
        if (Math.hypot(wide, high) > 4.8 * radius) continue;
        for (const shift of [0, symbol + high / 2, -symbol - high / 2]) {
          const down = gridY + shift / frame.scale, x = frame.x(gridX), y = frame.y(down);
          const box = M.boxAt(x, y, wide + 2, high);
          if (!placer.isFree(box) || !liesInside(frame, scene, at, gridX, down, wide, high)) continue;
          placer.take(box);
          return { ...option, letters, rows, x, y };
        }
      }
    }
    return null;
  }

  function placeMahallas(ctx, frame, scene, placer, named) {
    const { labels, boxes, districtOf } = scene.geometry, found = [], wall = scene.wall && scene.letterSize(M.WALL);
    const measure = M.measured(ctx, scene, 500), [least, most] = wall ? [wall, wall] : [scene.letterSize(10.5), scene.letterSize(14)];
    if (scene.byDistrict || (!scene.focus.size && frame.scale < CLOSE * scene.fittedScale)) return found;
    labels.forEach((label, at) => {
      if (!label || !boxes[at] || !frame.sees(boxes[at])) return;
      if (named.has(at) || (scene.focus.size && !scene.focus.has(districtOf[at]))) return;
      const name = scene.names.mahallas[at] && M.shortened(scene.names.mahallas[at], measure, WIDEST_MAHALLA * 100);
      if (!name || label[2] * frame.scale < least * 0.7) return;
      const marked = scene.isMarked(at), sizes = wall ? [wall] : [most, (most + least) / 2, least];
      const best = fitting(frame, scene, at, M.breakName(name, measure), marked ? 0.9 : 0, sizes, placer);
      if (best) found.push({ at, marked, ...best });
    });
    return found;
  }

  M.write = function (ctx, text, x, y, halo, width, fill) {
    ctx.strokeStyle = halo;
    ctx.lineWidth = width;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = fill;
    ctx.fillText(text, x, y);
  };

  function writeMahalla(ctx, scene, item) {
    const colour = scene.colourOf(item.at);
    const dark = M.luminance(colour) < 0.18; // below it white letters have the better contrast
    const letters = item.letters, step = letters * LINE;
    ctx.font = `500 ${letters}px ${scene.font}`;
    let y = item.y - (item.rows * letters) / 2;
    if (item.marked) {
      M.drawMark(ctx, scene, item.x, y + letters * 0.42, letters * 0.62);
      y += letters * 0.9;
    }
    for (const line of item.lines) {
      M.write(ctx, line, item.x, y + step / 2, M.faint(colour, 0.85), letters * 0.28, dark ? '#ffffff' : '#10151d');
      y += step;
    }
  }

  M.drawMark = function (ctx, scene, x, y, size) {
    M.triangle(ctx, x, y, size);
    ctx.lineWidth = size * 0.22;
    ctx.strokeStyle = scene.theme.dark ? '#5c0a12' : scene.theme.edge;
    ctx.stroke();
    ctx.fillStyle = scene.theme.mark;
    ctx.fill();
  };

  // Triangles in marked cells that are large enough and whose name does not carry one.
  function marks(ctx, frame, scene, placer, named) {
    scene.geometry.labels.forEach((label, at) => {
      if (!label || named.has(at) || !scene.isMarked(at) || !frame.sees(scene.geometry.boxes[at])) return;
      if (scene.focus.size && !scene.focus.has(scene.geometry.districtOf[at])) return;
      const radius = label[2] * frame.scale;
      if (radius < 8 * frame.pen) return;
      const size = M.clamp(radius * 0.52, 5 * frame.pen, 8.5 * frame.pen), x = frame.x(label[0]), y = frame.y(label[1]);
      if (placer.first([M.boxAt(x, y, size * 1.2, size * 1.2)]) >= 0) M.drawMark(ctx, scene, x, y, size);
    });
  }

  // Rings around cells that are too small to be found by their colour.
  function rings(ctx, frame, scene) {
    for (const at of ringed(frame, scene)) {
      const label = scene.geometry.labels[at];
      ctx.beginPath();
      ctx.arc(frame.x(label[0]), frame.y(label[1]), RING * frame.pen, 0, 7);
      for (const [colour, width] of [[scene.theme.halo, 5], [scene.colourOf(at), 2.6]]) {
        ctx.strokeStyle = colour;
        ctx.lineWidth = width * frame.pen;
        ctx.stroke();
      }
    }
  }

  function leader(ctx, frame, scene, item) {
    ctx.beginPath();
    ctx.moveTo(item.x, item.y);
    ctx.lineTo(item.to[0], item.to[1]);
    for (const [colour, width] of [[M.faint(scene.theme.halo, 0.9), 3], [scene.theme.text, 1.1]]) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width * frame.pen;
      ctx.stroke();
    }
  }

  M.drawLabels = function (ctx, frame, scene, placer, districts) {
    frame.usePixels(ctx);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    const marked = scene.wall && scene.focus.size && !scene.byDistrict ? M.placeMarked(ctx, frame, scene, placer) : [];
    const mahallas = placeMahallas(ctx, frame, scene, placer, new Set(marked.map(item => item.at)));
    for (const item of mahallas) writeMahalla(ctx, scene, item);
    marks(ctx, frame, scene, placer, new Set([...marked, ...mahallas].map(item => item.at)));
    for (const item of marked) M.writeMarked(ctx, scene, item);
    districts.filter(item => item.beside).forEach(item => leader(ctx, frame, scene, item));
    for (const item of districts) {
      const quiet = scene.focus.size && !scene.focus.has(item.at);
      ctx.font = `650 ${item.letters}px ${scene.font}`;
      ctx.globalAlpha = quiet ? 0.6 : 1;
      M.write(ctx, item.text, item.x, item.y, M.faint(scene.theme.halo, 0.95), item.letters * 0.27, scene.theme.text);
    }
    ctx.globalAlpha = 1;
    rings(ctx, frame, scene);
  };
})(window.MahallaMap);
