// The drawing itself: shadow, colours, hairlines, second outlines, borders. Names and sites come on top, elsewhere.
(function (M) {
  const SMALL = 1.3; // pixels: cells with a smaller inner radius get neither hairline nor outline

  // All cells of one state as one path, so that neighbours of one class show no seam; kept until the picture changes.
  function groups(scene, level) {
    const picture = scene.picture;
    if (scene.grouped && scene.grouped.level === level && scene.grouped.picture === picture) return scene.grouped.byState;
    const byState = new Map();
    level.cells.forEach((cell, at) => {
      if (!cell) return;
      const state = picture ? picture.cellState[at] : 0;
      if (!byState.has(state)) byState.set(state, new Path2D());
      byState.get(state).addPath(cell);
    });
    scene.grouped = { level, picture, byState };
    return byState;
  }

  function shadow(ctx, frame, scene, level) {
    const share = 0.25, canvas = document.createElement('canvas');
    canvas.width = Math.ceil(frame.width * share);
    canvas.height = Math.ceil(frame.height * share);
    const soft = canvas.getContext('2d'), far = 4 * canvas.width;
    for (const [blur, drop, strength] of [[5, 2, 0.3], [26, 10, 0.26]]) {
      const pen = frame.pen * share;
      soft.setTransform(frame.scale * share, 0, 0, frame.scale * share, frame.left * share - far, frame.top * share);
      soft.shadowColor = M.faint(scene.theme.shadow, strength);
      soft.shadowBlur = blur * pen;
      soft.shadowOffsetX = far;
      soft.shadowOffsetY = drop * pen;
      soft.fill(level.region, 'evenodd');
    }
    frame.usePixels(ctx);
    ctx.imageSmoothingEnabled = true;
    ctx.drawImage(canvas, 0, 0, canvas.width / share, canvas.height / share);
  }

  function colours(ctx, frame, scene, level) {
    const theme = scene.theme;
    for (const [state, path] of groups(scene, level)) {
      const number = scene.picture ? M.classOf(state) : -3;
      ctx.fillStyle = number >= 0 ? scene.picture.rows[number][0] : theme.land;
      ctx.fill(path, 'evenodd');
      const hatch = { '-1': 'no_data', '-2': 'suppressed' }[number] || (state & M.UNSTABLE ? 'unstable' : '');
      if (!hatch || number === -3) continue;
      ctx.fillStyle = M.hatch(ctx, hatch, theme, frame);
      ctx.fill(path, 'evenodd');
    }
  }

  function hairlines(ctx, frame, scene, level) {
    ctx.strokeStyle = scene.theme.hairline;
    for (const group of level.hairlines) {
      const radius = group.size * frame.scale / frame.pen;
      if (radius < SMALL) continue;
      ctx.lineWidth = frame.px(M.clamp(radius * 0.13, 0.22, 1));
      ctx.globalAlpha = M.clamp(radius / 5, 0.4, 0.95);
      ctx.stroke(group.path);
    }
    ctx.globalAlpha = 1;
  }

  // Marked classes: a darker line inside the cell's own edge, so the hairline to the neighbour stays.
  function outlines(ctx, frame, scene, level) {
    if (!scene.picture) return;
    const bySize = new Map();
    scene.geometry.labels.forEach((label, at) => {
      if (!label || !level.cells[at] || !scene.isMarked(at) || !frame.sees(scene.geometry.boxes[at])) return;
      const radius = label[2] * frame.scale / frame.pen;
      if (radius < 2 * SMALL) return;
      const width = M.clamp(Math.round(radius * 0.7) / 4, 0.5, 2);
      if (!bySize.has(width)) bySize.set(width, new Path2D());
      bySize.get(width).addPath(level.cells[at]);
    });
    ctx.strokeStyle = scene.theme.edge;
    for (const [width, path] of bySize) {
      ctx.save();
      ctx.clip(path, 'evenodd');
      ctx.lineWidth = frame.px(2 * width);
      ctx.stroke(path);
      ctx.restore();
    }
  }

  function stepBack(ctx, scene, level) {
    if (!scene.focus.size) return;
    const others = level.districts.filter((_, at) => !scene.focus.has(at));
    ctx.fillStyle = M.faint(scene.theme.ground, scene.theme.dark ? 0.72 : 0.7);
    ctx.fill(level.union(others), 'evenodd');
  }

  function borders(ctx, frame, scene, level) {
    const closer = M.clamp(Math.log2(frame.scale / scene.fittedScale) * 0.35 + 1, 0.8, 1.8);
    const lines = [
      [level.districtLine, M.faint(scene.theme.ground, 0.55), 3 * closer],
      [level.districtLine, scene.theme.district, 1.35 * closer],
      [level.regionLine, scene.theme.region, 2.2 * closer],
    ];
    ctx.globalAlpha = scene.focus.size ? 0.45 : 1;
    for (const [path, colour, width] of lines) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = frame.px(width);
      ctx.stroke(path);
    }
    ctx.globalAlpha = 1;
    for (const at of scene.focus) {
      ctx.strokeStyle = scene.theme.region;
      ctx.lineWidth = frame.px(2.2 * closer);
      ctx.stroke(level.districts[at]);
    }
  }

  M.drawLand = function (ctx, frame, scene) {
    const level = scene.shapes.at(frame.scale * frame.dpr);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    shadow(ctx, frame, scene, level);
    frame.useGrid(ctx);
    ctx.lineJoin = ctx.lineCap = 'round';
    colours(ctx, frame, scene, level);
    if (!scene.byDistrict) hairlines(ctx, frame, scene, level);
    outlines(ctx, frame, scene, level);
    stepBack(ctx, scene, level);
    borders(ctx, frame, scene, level);
  };

  // What follows the pointer: the outline of the cell under it, and the double ring of the selected one.
  M.drawRings = function (ctx, frame, scene) {
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    const level = scene.shapes.at(frame.scale * frame.dpr);
    frame.useGrid(ctx);
    ctx.lineJoin = 'round';
    const ring = (path, colour, width) => {
      ctx.strokeStyle = colour;
      ctx.lineWidth = frame.px(width);
      ctx.stroke(path);
    };
    const shape = at => (scene.byDistrict ? level.districts[at] : level.cells[at]);
    const hovered = scene.hovered >= 0 ? shape(scene.hovered) : null;
    const selected = scene.selected >= 0 ? shape(scene.selected) : null;
    if (selected) {
      ring(selected, scene.theme.ring, 7);
      ring(selected, scene.theme.accent, 3.6);
    }
    if (hovered && hovered !== selected) {
      ring(hovered, M.faint(scene.theme.ring, 0.85), 3.4);
      ring(hovered, scene.theme.hover, 1.7);
    }
  };
})(window.MahallaMap);
