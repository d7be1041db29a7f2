// The view that shows everything: as large as the frame allows, and beside the legend rather than under it.
(function (M) {
  const GIVE = 0.4; // zoom levels given up at most so that the legend covers no land
  const STEP = 0.04;

  function target(scene) {
    const { geometry } = scene, focus = scene.near >= 0 ? new Set([scene.near]) : scene.focus;
    if (!focus.size) return { box: geometry.box, borders: geometry.border.region };
    const chosen = [...focus].map(at => geometry.districts[at]).filter(district => district.box);
    if (!chosen.length) return { box: geometry.box, borders: geometry.border.region };
    const box = [0, 1, 2, 3].map(side => (side < 2 ? Math.min : Math.max)(...chosen.map(district => district.box[side])));
    return { box, borders: chosen.flatMap(district => (district.rings || []).flat()) };
  }

  // Some hundred points of the outline, enough to see whether it runs below a corner of the frame.
  function outline(geometry, borders) {
    const points = [];
    for (const reference of borders) {
      const arc = geometry.arcs[reference < 0 ? ~reference : reference];
      for (let at = 0; at < arc.length; at += 2) points.push([arc[at], arc[at + 1]]);
    }
    const every = Math.max(1, Math.floor(points.length / 800));
    return points.filter((_, at) => at % every === 0);
  }

  function covered(points, boxes, scale, left, top) {
    return points.some(([x, y]) => {
      const px = x * scale + left, py = y * scale + top;
      return boxes.some(box => px > box[0] && px < box[2] && py > box[1] && py < box[3]);
    });
  }

  // Zoom and place: { zoom, left, top } with the grid's origin at (left, top) of the container.
  M.bestFit = function (scene) {
    const { geometry, map } = scene, { box, borders } = target(scene), size = map.getSize();
    const [above, right, below, before] = scene.padding, points = outline(geometry, borders);
    const room = [Math.max(size.x - before - right, 40), Math.max(size.y - above - below, 40)];
    const base = M.gridAt(geometry, 0).scale, wide = box[2] - box[0], high = box[3] - box[1];
    const full = Math.min(Math.log2(Math.min(room[0] / wide, room[1] / high) / base), 16);
    const obstacles = scene.obstacles(10);
    const placed = (zoom, right_share, down_share) => {
      const scale = base * 2 ** zoom, spare = [room[0] - wide * scale, room[1] - high * scale];
      return {
        zoom, scale,
        left: before + spare[0] * right_share - box[0] * scale,
        top: above + spare[1] * down_share - box[1] * scale,
      };
    };
    for (let zoom = full; zoom > full - GIVE; zoom -= STEP) {
      for (const right_share of [0.5, 0.65, 0.8, 1, 0.35, 0.2, 0]) {
        for (const down_share of [0.5, 0.35, 0.2, 0, 0.65, 0.8, 1]) {
          const spot = placed(zoom, right_share, down_share);
          if (!covered(points, obstacles, spot.scale, spot.left, spot.top)) return spot;
        }
      }
    }
    return placed(full, 0.5, 0.5);
  };

  // The zoom at which the whole region just fits: what is "far out" and "close" is measured from here.
  M.measureWhole = function (scene) {
    const { box } = scene.geometry, size = scene.map.getSize(), [above, right, below, before] = scene.padding;
    const room = [Math.max(size.x - before - right, 40), Math.max(size.y - above - below, 40)];
    scene.fittedScale = Math.min(room[0] / (box[2] - box[0]), room[1] / (box[3] - box[1]));
    scene.fittedZoom = Math.log2(scene.fittedScale / M.gridAt(scene.geometry, 0).scale);
    scene.map.options.minZoom = scene.fittedZoom - 1;
    scene.map.options.maxZoom = Math.min(17, Math.log2(2 / M.gridAt(scene.geometry, 0).scale)); // two pixels for a grid unit
  };

  M.fit = function (scene, animate) {
    if (!scene.geometry || !scene.map.getSize().x) return;
    M.measureWhole(scene);
    const { map, geometry } = scene, spot = M.bestFit(scene), size = map.getSize();
    const centre = M.toLatLng(geometry, (size.x / 2 - spot.left) / spot.scale, (size.y / 2 - spot.top) / spot.scale);
    scene.touched = false;
    scene.fitting = true;
    const stretched = scene.wall && scene.layer.isSlow(); // most of a large screen would be empty on the way
    const moves = animate && !stretched && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (moves) map.flyTo(centre, spot.zoom, { duration: 0.7 });
    else map.setView(centre, spot.zoom, { animate: false });
    if (!moves) scene.fitting = false;
    else map.once('moveend', () => (scene.fitting = false));
  };
})(window.MahallaMap);
