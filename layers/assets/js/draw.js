// The drawing itself: shadow, colours, hairlines, second outlines, borders. Names and sites come on top, elsewhere.
(function (M) {
  const SHADOW_SHARE = 0.25; // of the frame's resolution: a blur needs no more
  const SHADOW_REACH = 48; // pixels beyond the land
  const SHADOW_DOTS = 4e5; // of a kept shadow
  const SOFT = 16; // pixels beyond the frame that a shadow of its own takes in, so that its edge is not seen
  const SEEN = 26; // pixels: a selected cell no larger has a circle around its place, of so many pixels' radius:
  const LOCATOR = 19;
  const SMALL = 1.3; // pixels: cells with a smaller inner radius get neither hairline nor outline

  // The cells in sight by state; marked classes first, so that the others' colours cover the outer half of their outline.
  function inSight(frame, scene, level) {
    const byState = new Map(), { picture, geometry } = scene;
    geometry.boxes.forEach((box, at) => {
      if (!box || !frame.sees(box)) return;
      const state = picture ? picture.state[at] : 0;
      if (!byState.has(state)) byState.set(state, []);
      byState.get(state).push(at);
    });
    const marked = ([, cells]) => (scene.isMarked(cells[0]) ? 0 : 1);
    return [...byState].sort((one, two) => marked(one) - marked(two));
  }

  // Blurring takes longer than all the colours together, so the shadow of the whole is kept while the scale stays; where
  // it would be too large, that of what is in sight, and none where no outline is near.
  function shadow(ctx, frame, scene, level) {
    const { scale, pen } = frame, reach = SHADOW_REACH * pen, [west, north, east, south] = scene.geometry.box;
    let box = [west - reach / scale, north - reach / scale, east + reach / scale, south + reach / scale];
    if ((box[2] - box[0]) * (box[3] - box[1]) * (scale * SHADOW_SHARE) ** 2 > SHADOW_DOTS) {
      const [left, top, right, bottom] = [frame.left + SOFT, frame.top + SOFT, frame.width - frame.left + SOFT, frame.height - frame.top + SOFT];
      box = [-left / scale, -top / scale, right / scale, bottom / scale];
      const sight = frame.part([-reach, -reach, frame.width + reach, frame.height + reach]);
      if (!level.regionLine.some(tile => sight.sees(tile.box))) return;
    }
    const view = [scale, pen, ...box].join();
    if (!scene.shadow || scene.shadow.view !== view) scene.shadow = { view, canvas: blurred(frame, scene, level, box) };
    const { canvas } = scene.shadow;
    frame.usePixels(ctx);
    ctx.imageSmoothingEnabled = true;
    ctx.drawImage(canvas, frame.x(box[0]), frame.y(box[1]), canvas.width / SHADOW_SHARE, canvas.height / SHADOW_SHARE);
  }

  function blurred(frame, scene, level, box) {
    const share = SHADOW_SHARE, canvas = document.createElement('canvas'), scale = frame.scale * share;
    canvas.width = Math.ceil((box[2] - box[0]) * scale);
    canvas.height = Math.ceil((box[3] - box[1]) * scale);
    const [west, , east] = scene.geometry.box, reach = SHADOW_REACH * frame.pen + SOFT;
    const soft = canvas.getContext('2d'), far = Math.ceil((east - west) * scale) + 2 * canvas.width; // so that what throws it is out of sight
    const land = level.land(frame.seeing(box, reach / frame.scale));
    for (const [blur, drop, strength] of [[5, 2, 0.3], [26, 10, 0.26]]) {
      const pen = frame.pen * share;
      soft.setTransform(scale, 0, 0, scale, -box[0] * scale - far, -box[1] * scale);
      soft.shadowColor = M.faint(scene.theme.shadow, strength);
      soft.shadowBlur = blur * pen;
      soft.shadowOffsetX = far;
      soft.shadowOffsetY = drop * pen;
      soft.fill(land, 'evenodd');
    }
    return canvas;
  }

  // Cell by cell: many small paths are several times quicker to fill than one large one.
  function colours(ctx, frame, scene, level) {
    const { theme, picture } = scene;
    if (scene.geometry.incomplete) { // mahallas without a boundary: their land shows as "no data"
      for (const fill of [theme.land, M.hatch(ctx, 'no_data', theme, frame)]) {
        ctx.fillStyle = fill;
        ctx.fill(level.land(frame), 'evenodd');
      }
    }
    for (const [state, cells] of inSight(frame, scene, level)) {
      const number = picture ? M.classOf(state) : -3;
      ctx.fillStyle = number >= 0 ? picture.rows[number][0] : theme.land;
      for (const at of cells) ctx.fill(level.cell(at), 'evenodd');
      if (scene.isMarked(cells[0])) outlines(ctx, frame, scene, level, cells);
      const hatch = { '-1': 'no_data', '-2': 'suppressed' }[number] || (state & M.UNSTABLE ? 'unstable' : '');
      if (!hatch || number === -3) continue;
      ctx.fillStyle = M.hatch(ctx, hatch, theme, frame);
      for (const at of cells) ctx.fill(level.cell(at), 'evenodd');
    }
  }

  // The second, darker outline of marked cells; its outer half disappears below the neighbours' colours, and between
  // two marked cells the hairline runs through its middle.
  function outlines(ctx, frame, scene, level, cells) {
    ctx.strokeStyle = scene.theme.edge;
    for (const at of cells) {
      const radius = scene.geometry.labels[at] ? (scene.geometry.labels[at][2] * frame.scale) / frame.pen : 0;
      if (radius < 2 * SMALL) continue;
      ctx.lineWidth = frame.px(M.clamp(radius * 0.25, 1, 3.5));
      ctx.stroke(level.cell(at));
    }
  }

  // Up to one pixel of the screen a line is drawn by a much quicker way than a wider one, so a little more is rounded off.
  function hairline(frame, width) {
    const dots = width * frame.pen * frame.dpr;
    return (dots < 1.4 ? Math.min(dots, 1) : dots) / (frame.dpr * frame.scale);
  }

  function hairlines(ctx, frame, scene, level) {
    ctx.strokeStyle = scene.theme.hairline;
    for (const group of level.hairlines) {
      const radius = group.size * frame.scale / frame.pen;
      if (radius < SMALL) continue;
      ctx.lineWidth = hairline(frame, M.clamp(radius * 0.13, 0.22, 1));
      ctx.globalAlpha = M.clamp(radius / 5, 0.4, 0.95);
      for (const tile of group.tiles) if (frame.sees(tile.box)) ctx.stroke(level.line(tile));
    }
    ctx.globalAlpha = 1;
  }

  function stepBack(ctx, frame, scene, level) {
    if (!scene.focus.size) return;
    const others = new Path2D();
    scene.geometry.districts.forEach(({ box }, at) => {
      if (!scene.focus.has(at) && box && frame.sees(box)) others.addPath(level.district(at));
    });
    ctx.fillStyle = M.faint(scene.theme.ground, scene.theme.dark ? 0.72 : 0.7);
    ctx.fill(others, 'evenodd');
  }

  function borders(ctx, frame, scene, level) {
    const least = level.betweenLine.length ? 0.5 : 1; // of a country the lines between districts step back
    const step = Math.log2(frame.scale / scene.fittedScale) * 0.35, closer = M.clamp(step + least, 0.8 * least, 1.8);
    const outer = M.clamp(step + 1, 0.8, 1.8) / closer;
    const draw = (tiles, colour, width) => {
      ctx.strokeStyle = colour;
      ctx.lineWidth = frame.px(width * closer);
      for (const tile of tiles) if (frame.sees(tile.box)) ctx.stroke(level.line(tile));
    };
    ctx.globalAlpha = scene.focus.size ? 0.4 : 1;
    draw(level.districtLine, scene.theme.casing, 3.3);
    draw(level.districtLine, scene.theme.district, 1.9);
    draw(level.betweenLine, scene.theme.casing, 4.4 * outer);
    draw(level.betweenLine, scene.theme.region, 2.2 * outer);
    draw(level.regionLine, scene.theme.region, 2.7 * outer);
    ctx.globalAlpha = 1;
    for (const at of scene.focus) {
      if (!scene.geometry.districts[at].box || !frame.sees(scene.geometry.districts[at].box)) continue;
      ctx.strokeStyle = scene.theme.region;
      ctx.lineWidth = frame.px(2.7 * closer);
      ctx.stroke(level.district(at));
    }
  }

  M.drawLand = function (ctx, frame, scene) {
    const level = scene.shapes.at(frame.scale * frame.dpr);
    shadow(ctx, frame, scene, level);
    frame.useGrid(ctx);
    ctx.lineJoin = ctx.lineCap = 'round';
    colours(ctx, frame, scene, level);
    hairlines(ctx, frame, scene, level);
    stepBack(ctx, frame, scene, level);
    borders(ctx, frame, scene, level);
  };

  // Whether two pictures colour every cell alike.
  M.sameLand = function (one, other) {
    if (one.n !== other.n || JSON.stringify(one.rows) !== JSON.stringify(other.rows)) return false;
    return one.state.every((state, at) => state === other.state[at]);
  };

  // The circle that shows where a selected cell lies which is too small to be seen by its outline, in pixels; else null.
  M.locator = function (frame, { selected, geometry }) {
    const box = selected >= 0 ? geometry.boxes[selected] : null;
    if (!box || !frame.sees(box)) return null;
    const [wide, high] = [frame.x(box[2]) - frame.x(box[0]), frame.y(box[3]) - frame.y(box[1])];
    if (Math.max(wide, high) > SEEN * frame.pen) return null;
    return { x: frame.x((box[0] + box[2]) / 2), y: frame.y((box[1] + box[3]) / 2), radius: LOCATOR * frame.pen };
  };

  // The dots of a frame that outlines and rings take up; null where there are none in sight.
  M.ringsBox = function (frame, scene) {
    const { hovered, selected, picture, geometry } = scene;
    const { touching = [], compared = [] } = picture || {};
    const cells = [...[hovered, selected].filter(at => at >= 0), ...touching, ...compared];
    const boxes = cells.map(at => geometry.boxes[at]).filter(box => box && frame.sees(box));
    if (!boxes.length) return null;
    const [west, north, east, south] = M.around(boxes);
    const dots = (place, most) => M.clamp(Math.round(place * frame.dpr), 0, Math.round(most * frame.dpr));
    const circle = M.locator(frame, scene), reach = (circle ? LOCATOR + 12 : 12) * frame.pen;
    const box = [
      dots(frame.x(west) - reach, frame.width), dots(frame.y(north) - reach, frame.height),
      dots(frame.x(east) + reach, frame.width), dots(frame.y(south) + reach, frame.height),
    ];
    return box[2] > box[0] && box[3] > box[1] ? box : null;
  };

  // What follows the pointer: the outline of the cell under it, and the double ring of the selected one.
  M.drawRings = function (ctx, frame, scene) {
    const level = scene.shapes.at(frame.scale * frame.dpr);
    frame.useGrid(ctx);
    ctx.lineJoin = 'round';
    const ring = (path, colour, width) => {
      ctx.strokeStyle = colour;
      ctx.lineWidth = frame.px(width);
      ctx.stroke(path);
    };
    M.drawBeside(ctx, frame, scene, level);
    const hovered = scene.hovered >= 0 ? level.cell(scene.hovered) : null;
    const selected = scene.selected >= 0 ? level.cell(scene.selected) : null;
    const circle = M.locator(frame, scene);
    if (selected && !circle) {
      ring(selected, scene.theme.ring, 7);
      ring(selected, scene.theme.accent, 3.6);
    }
    if (hovered && hovered !== selected) {
      ring(hovered, M.faint(scene.theme.ring, 0.85), 3.4);
      ring(hovered, scene.theme.hover, 1.7);
    }
    if (!circle) return;
    frame.usePixels(ctx);
    ctx.beginPath();
    ctx.arc(circle.x, circle.y, circle.radius, 0, 2 * Math.PI);
    for (const [colour, width] of [[scene.theme.ring, 6.5], [scene.theme.accent, 3.4]]) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width * frame.pen;
      ctx.stroke();
    }
  };
})(window.MahallaMap);
