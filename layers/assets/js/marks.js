// Hatches and small symbols.
(function (M) {
  const kept = new Map();

  function tile(size, draw) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = size;
    draw(canvas.getContext('2d'), size);
    return canvas;
  }

  // Slanted lines that meet at the tile's edges.
  function stripes(size, width, colour, falling) {
    return tile(size, (ctx, side) => {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.beginPath();
      for (const shift of [-side, 0, side]) {
        ctx.moveTo(shift - 1, falling ? -1 : side + 1);
        ctx.lineTo(shift + side + 1, falling ? side + 1 : -1);
      }
      ctx.stroke();
    });
  }

  function dots(size, radius, colour) {
    return tile(size, (ctx, side) => {
      ctx.fillStyle = colour;
      ctx.beginPath();
      ctx.arc(side / 2, side / 2, radius, 0, 7);
      ctx.fill();
    });
  }

  const TILES = {
    no_data: (theme, dot) => stripes(Math.round(7 * dot), 1.2 * dot, theme.hatch, false),
    suppressed: (theme, dot) => dots(Math.round(6 * dot), 1.1 * dot, theme.hatch),
    unstable: (theme, dot) => stripes(Math.round(6 * dot), 1.5 * dot, M.faint(theme.veil, theme.dark ? 0.6 : 0.72), true),
  };

  M.hatchTile = function (name, theme, dot) {
    const key = [name, theme.name, theme.hatch, theme.veil, dot].join();
    if (!kept.has(key)) kept.set(key, TILES[name](theme, dot));
    return kept.get(key);
  };

  // A hatch for a canvas that draws in grid units: its lines keep their width on the screen.
  M.hatch = function (ctx, name, theme, frame) {
    const pattern = ctx.createPattern(M.hatchTile(name, theme, frame.dpr * frame.pen), 'repeat');
    pattern.setTransform(new DOMMatrix().scale(1 / (frame.dpr * frame.scale)));
    return pattern;
  };

  // The second mark of a red mahalla, for eyes that do not tell red from green: a triangle around (x, y).
  M.triangle = function (ctx, x, y, size) {
    ctx.beginPath();
    ctx.moveTo(x, y - size * 0.62);
    ctx.lineTo(x + size * 0.58, y + size * 0.4);
    ctx.lineTo(x - size * 0.58, y + size * 0.4);
    ctx.closePath();
  };
})(window.MahallaMap);
