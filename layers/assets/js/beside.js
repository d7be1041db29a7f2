// What is held beside a selected mahalla, in neutral ink: those that touch it have a plain outline, those it is compared
// with a broken one and a diamond, since they lie far apart and some are small.
(function (M) {
  const SIDE = 5; // half a diamond's diagonal, in pixels

  M.drawDiamond = function (ctx, theme, x, y, side) {
    ctx.beginPath();
    ctx.moveTo(x, y - side);
    ctx.lineTo(x + side, y);
    ctx.lineTo(x, y + side);
    ctx.lineTo(x - side, y);
    ctx.closePath();
    ctx.fillStyle = theme.halo;
    ctx.fill();
    ctx.strokeStyle = theme.text;
    ctx.lineWidth = side * 0.42;
    ctx.stroke();
  };

  function outline(ctx, frame, scene, path, dash) {
    ctx.setLineDash([]);
    ctx.strokeStyle = scene.theme.halo;
    ctx.lineWidth = frame.px(4.4);
    ctx.stroke(path);
    ctx.setLineDash(dash.map(length => frame.px(length)));
    ctx.strokeStyle = scene.theme.text;
    ctx.lineWidth = frame.px(2);
    ctx.stroke(path);
    ctx.setLineDash([]);
  }

  M.drawBeside = function (ctx, frame, scene, level) {
    const { picture, geometry } = scene;
    if (!picture) return;
    const { touching = [], compared = [] } = picture;
    for (const at of touching) if (level.cell(at)) outline(ctx, frame, scene, level.cell(at), []);
    for (const at of compared) if (level.cell(at)) outline(ctx, frame, scene, level.cell(at), [5, 3.5]);
    if (!compared.length) return;
    frame.usePixels(ctx);
    for (const at of compared) {
      const label = geometry.labels[at];
      if (label) M.drawDiamond(ctx, scene.theme, frame.x(label[0]), frame.y(label[1]), SIDE * frame.pen * scene.letters);
    }
    frame.useGrid(ctx);
  };
})(window.MahallaMap);
