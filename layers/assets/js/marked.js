// Names of the marked mahallas of a district on a wall: as large as its smallest letters, so few, and first of all.
(function (M) {
  M.WALL = 19.2; // of a mahalla's name on a wall: its smallest letters, see stage/js/ground.js
  const WIDEST = 13; // of a name, in letters: a longer one is cut

  // Names need not fit into their cells: they stand below the triangle, above or beside it, where nothing else does.
  M.placeMarked = function (ctx, frame, scene, placer) {
    const { labels, boxes, districtOf } = scene.geometry, found = [], letters = scene.letterSize(M.WALL);
    const measure = M.measured(ctx, scene, 650), high = letters * 1.1, symbol = 12 * frame.pen * scene.letters;
    const cells = labels.map((_, at) => at).filter(at => labels[at] && boxes[at] && scene.isMarked(at)
      && scene.focus.has(districtOf[at]) && frame.sees(boxes[at]));
    // The triangles first, so that no name covers one; where a site's symbol stands, the name keeps off that.
    const marks = cells.sort((one, two) => labels[two][2] - labels[one][2]).map(at => {
      const x = frame.x(labels[at][0]), y = frame.y(labels[at][1]);
      const size = M.clamp(labels[at][2] * frame.scale * 0.7, letters * 0.22, letters * 0.5);
      return { at, x, y, sign: placer.first([M.boxAt(x, y, 2 * size, 2 * size)]) < 0 ? 0 : size };
    });
    for (const mark of marks) {
      const text = M.shortened(scene.names.mahallas[mark.at] || '', measure, WIDEST * 100), gap = mark.sign || symbol;
      const wide = (measure(text) * letters) / 100, right = gap + letters * 0.25 + wide / 2, down = gap + high / 2;
      const spots = [[0, down], [0, -down], [right, 0], [-right, 0], [0.6 * right, down], [-0.6 * right, down], [0.6 * right, -down], [-0.6 * right, -down]]
        .map(([east, south]) => [mark.x + east, mark.y + south]);
      const spot = text ? placer.first(spots.map(([x, y]) => M.boxAt(x, y, wide + letters * 0.5, high))) : -1;
      if (mark.sign || spot >= 0) found.push({ ...mark, text, letters, spot: spots[spot] });
    }
    return found;
  };

  M.writeMarked = function (ctx, scene, { x, y, sign, text, letters, spot }) {
    if (sign) M.drawMark(ctx, scene, x, y, sign * 1.3);
    if (!spot) return;
    ctx.font = `650 ${letters}px ${scene.font}`;
    M.write(ctx, text, ...spot, M.faint(scene.theme.halo, 0.95), letters * 0.27, scene.theme.text);
  };
})(window.MahallaMap);
