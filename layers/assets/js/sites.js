// Model sites: a round symbol for a street, a square one for an entrance; full when opened, half while work goes on,
// hollow when planned, grey with a question mark where nobody has said. Far out only opened ones keep their symbol, the others are dots.
(function (M) {
  const ORDER = { not_stated: 0, planned: 1, in_progress: 2, opened: 3 };
  // Where a symbol may step aside when its place is taken, in radii.
  const ASIDE = [[0, 0], [2.1, 0], [-2.1, 0], [0, 2.1], [0, -2.1], [2.1, 2.1], [-2.1, -2.1], [2.1, -2.1], [-2.1, 2.1]];
  const NEAR = 1.2; // zoom levels above the fitted view from where on every site has its symbol
  const MANY = 300; // symbols in sight that would bury the map and the names on it: far out they are dots, as in a country

  M.readSites = function (raw, geometry) {
    return raw.sites
      .filter(site => site.points.length)
      .map(site => {
        const points = site.points.map(([lat, lon]) => M.toGrid(geometry, [lat, lon]));
        return { ...site, points, at: points[Math.floor((points.length - 1) / 2)] };
      })
      .sort((one, two) => ORDER[one.state] - ORDER[two.state]);
  };

  function shown(scene) {
    const which = scene.picture ? scene.picture.sites : 'all';
    if (which === 'none') return [];
    return scene.sites.filter(site => which === 'all' || site.state === 'opened');
  }

  function line(ctx, frame, scene, site) {
    ctx.beginPath();
    site.points.forEach(([x, y], step) => ctx[step ? 'lineTo' : 'moveTo'](frame.x(x), frame.y(y)));
    ctx.lineCap = ctx.lineJoin = 'round';
    ctx.strokeStyle = M.faint(scene.theme.halo, 0.95);
    ctx.lineWidth = 7 * frame.pen;
    ctx.stroke();
    ctx.strokeStyle = scene.theme.accent;
    ctx.lineWidth = 3.4 * frame.pen;
    if (site.state !== 'opened') ctx.setLineDash(site.state === 'in_progress' ? [8 * frame.pen, 6 * frame.pen] : [1, 6 * frame.pen]);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  function outline(ctx, kind, x, y, radius) {
    ctx.beginPath();
    if (kind === 'street') ctx.arc(x, y, radius, 0, 2 * Math.PI);
    else ctx.roundRect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8, radius * 0.45);
  }

  // What stands for a kind in the reader's language.
  M.letterOf = (scene, kind) => (scene.ui && scene.ui['letter_' + kind]) || '';

  // One symbol; also drawn, by the same code, into the legend.
  M.drawSite = function (ctx, scene, site, x, y, radius) {
    const unsaid = site.state === 'not_stated', letter = scene.theme.dark ? '#0a1220' : '#ffffff';
    const { halo } = scene.theme, accent = unsaid ? scene.theme.muted : scene.theme.accent;
    const inner = scene.theme.dark ? '#dbe8fb' : '#ffffff'; // a hollow dot must be seen on any colour of a map
    outline(ctx, site.kind, x, y, radius * 1.22);
    ctx.fillStyle = halo;
    ctx.fill();
    outline(ctx, site.kind, x, y, radius);
    ctx.fillStyle = site.state === 'opened' ? accent : inner;
    ctx.fill();
    if (site.state === 'in_progress') {
      ctx.save();
      ctx.clip();
      ctx.fillStyle = accent;
      ctx.fillRect(x - radius, y, 2 * radius, radius);
      ctx.restore();
      outline(ctx, site.kind, x, y, radius);
    }
    ctx.strokeStyle = accent;
    ctx.lineWidth = Math.max(1, radius * 0.2);
    if (site.state !== 'opened') ctx.stroke();
    if (radius < 6 || site.state === 'in_progress') return;
    ctx.font = `700 ${radius * 1.15}px ${scene.font}`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = site.state === 'opened' ? letter : scene.theme.dark ? '#1d4ed8' : accent;
    ctx.fillText(unsaid ? '?' : M.letterOf(scene, site.kind), x, y + radius * 0.06);
  };

  function inSight(frame, { at, state }) {
    const x = frame.x(at[0]), y = frame.y(at[1]);
    return state === 'opened' && x >= 0 && y >= 0 && x <= frame.width && y <= frame.height;
  }

  // Where the symbols go; the large ones take their place before any name does.
  M.arrangeSites = function (frame, scene, placer) {
    const near = frame.zoom > scene.fittedZoom + NEAR, spots = new M.Placer([0, 0, frame.width, frame.height]);
    const size = (near ? 9 : 8) * frame.pen * scene.letters; // far out they stand over red mahallas
    const wanted = shown(scene).reverse(), crowded = !near && wanted.filter(site => inSight(frame, site)).length > MANY;
    scene.siteSpots = [];
    for (const site of wanted) {
      const x = frame.x(site.at[0]), y = frame.y(site.at[1]), large = !crowded && (near || site.state === 'opened');
      const radius = size * (large && site.state === 'opened' ? 1.1 : near ? 0.85 : site.state === 'in_progress' ? 0.55 : 0.42);
      const boxes = (large ? ASIDE : ASIDE.slice(0, 1)).map(([right, down]) => {
        const middle = [x + right * radius, y + down * radius];
        return [middle[0] - radius - 1, middle[1] - radius - 1, middle[0] + radius + 1, middle[1] + radius + 1];
      });
      const free = spots.first(boxes);
      if (free < 0 && !large) continue;
      const box = boxes[Math.max(free, 0)];
      if (large) placer.take(box);
      scene.siteSpots.push({ site, x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, radius, large, box });
    }
  };

  // Symbols, and the course of a street where there is room; dots that a district's name would half cover stay away.
  M.drawSites = function (ctx, frame, scene, placer) {
    frame.usePixels(ctx);
    scene.siteSpots = scene.siteSpots.filter(spot => spot.large || placer.isFree(spot.box));
    for (const spot of scene.siteSpots) if (!spot.large) placer.take(spot.box); // no triangle of a red mahalla over a dot
    for (const { site, radius, large } of scene.siteSpots) {
      const [first, last] = [site.points[0], site.points[site.points.length - 1]];
      const long = Math.hypot(last[0] - first[0], last[1] - first[1]) * frame.scale;
      if (large && site.points.length > 1 && long > 2.5 * radius) line(ctx, frame, scene, site);
    }
    for (const { site, x, y, radius } of [...scene.siteSpots].reverse()) {
      const district = scene.geometry.districtOf[site.mahalla];
      ctx.globalAlpha = scene.focus.size && district !== undefined && !scene.focus.has(district) ? 0.4 : 1;
      M.drawSite(ctx, scene, site, x, y, radius);
    }
    ctx.globalAlpha = 1;
  };

  // The site under a point of the frame, the topmost first; null where there is none.
  M.siteAt = function (scene, x, y) {
    const hits = (scene.siteSpots || []).filter(spot => Math.hypot(spot.x - x, spot.y - y) <= Math.max(spot.radius, 5) + 3);
    return hits.length ? hits[0].site : null;
  };
})(window.MahallaMap);
