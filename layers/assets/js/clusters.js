// Clusters found when the edition was published: circles of true metres with a number, and what stands behind each.
(function (M) {
  const EARTH_M = 6371008.8, STEPS = 96, LEAST = 11; // pixels: a smaller circle would hide what it rings
  const NEAR = 6; // pixels beside the line that still mean the circle

  // The circle around a place as points of the grid: Mercator stretches metres by latitude, so each is worked out.
  function outline(geometry, { lat, lon, radius_m }) {
    const turn = Math.PI / 180, far = radius_m / EARTH_M, phi = lat * turn;
    return Array.from({ length: STEPS }, (_, step) => {
      const bearing = (2 * Math.PI * step) / STEPS;
      const north = Math.asin(Math.sin(phi) * Math.cos(far) + Math.cos(phi) * Math.sin(far) * Math.cos(bearing));
      const east = Math.atan2(
        Math.sin(bearing) * Math.sin(far) * Math.cos(phi), Math.cos(far) - Math.sin(phi) * Math.sin(north));
      return M.toGrid(geometry, [north / turn, lon + east / turn]);
    });
  }

  // One mahalla alone has no farthest member: the ring goes around its own box.
  function alone(geometry, cluster) {
    const box = geometry.boxes[cluster.centre], label = geometry.labels[cluster.centre];
    const middle = box ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : label || M.toGrid(geometry, [cluster.lat, cluster.lon]);
    const radius = box ? Math.hypot(box[2] - box[0], box[3] - box[1]) / 2 : 0;
    const points = Array.from({ length: STEPS }, (_, step) => {
      const angle = (2 * Math.PI * step) / STEPS;
      return [middle[0] + radius * Math.sin(angle), middle[1] - radius * Math.cos(angle)];
    });
    return { middle, radius, points };
  }

  function spread(geometry, cluster) {
    const middle = M.toGrid(geometry, [cluster.lat, cluster.lon]), points = outline(geometry, cluster);
    return { middle, points, radius: Math.hypot(points[0][0] - middle[0], points[0][1] - middle[1]) };
  }

  // By count group: number, figures, and the circle in grid units. A grid of squares has no places, so no circles.
  M.readClusters = function (raw, geometry) {
    const read = (cluster, at) => ({
      ...cluster, number: at + 1, ...(cluster.radius_m ? spread(geometry, cluster) : alone(geometry, cluster)),
    });
    if (geometry.schematic) return {};
    return Object.fromEntries(Object.entries(raw.groups).map(([group, found]) => [group, found.map(read)]));
  };

  const shown = scene => (scene.picture && scene.picture.rings && scene.clusters[scene.picture.rings]) || [];

  // The places of the numbers, on top of each circle; names keep away from them.
  M.arrangeClusters = function (frame, scene, placer) {
    const badge = 9.5 * frame.pen * scene.letters, [above, right, below, left] = scene.padding;
    const edge = { top: frame.margin.y + above, bottom: frame.height - frame.margin.y - below, left: frame.margin.x + left, right: frame.width - frame.margin.x - right };
    scene.clusterSpots = shown(scene).map(cluster => {
      const x = frame.x(cluster.middle[0]), y = frame.y(cluster.middle[1]);
      const radius = Math.max(cluster.radius * frame.scale, LEAST * frame.pen);
      // A circle whose top is out of sight wears its number at another side.
      const sides = [[0, -1], [0.71, -0.71], [-0.71, -0.71], [1, 0], [-1, 0], [0, 1]].map(([over, down]) => [x + over * radius, y + down * radius]);
      const inside = ([east, south]) => east > edge.left && east < edge.right && south > edge.top && south < edge.bottom;
      const box = ([east, south]) => [east - badge, south - badge, east + badge, south + badge];
      const at = sides.find(side => inside(side) && placer.isFree(box(side))) || sides.find(inside) || sides[0];
      placer.take(box(at));
      return { cluster, x, y, radius, badge, at };
    });
  };

  function path(ctx, frame, { cluster, x, y, radius }) {
    ctx.beginPath();
    if (radius > cluster.radius * frame.scale) ctx.arc(x, y, radius, 0, 2 * Math.PI);
    else cluster.points.forEach(([right, down], step) => ctx[step ? 'lineTo' : 'moveTo'](frame.x(right), frame.y(down)));
    ctx.closePath();
  }

  M.drawClusterRings = function (ctx, frame, scene) {
    frame.usePixels(ctx);
    for (const spot of scene.clusterSpots) {
      path(ctx, frame, spot);
      for (const [colour, width] of [[M.faint(scene.theme.ring, 0.9), 5.4], [scene.theme.cluster, 2.4]]) {
        ctx.strokeStyle = colour;
        ctx.lineWidth = width * frame.pen;
        ctx.stroke();
      }
    }
  };

  M.drawClusterNumbers = function (ctx, frame, scene) {
    frame.usePixels(ctx);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    for (const { cluster, badge, at: [x, y] } of [...scene.clusterSpots].reverse()) {
      ctx.beginPath();
      ctx.arc(x, y, badge, 0, 2 * Math.PI);
      ctx.fillStyle = scene.theme.cluster;
      ctx.strokeStyle = scene.theme.ring;
      ctx.lineWidth = 2 * frame.pen;
      ctx.fill();
      ctx.stroke();
      ctx.font = `700 ${badge * 1.25}px ${scene.font}`;
      ctx.fillStyle = scene.theme.ring;
      ctx.fillText(String(cluster.number), x, y + badge * 0.06);
    }
  };

  // The cluster whose number or line lies under a point of the frame; null where there is none.
  M.clusterAt = function (scene, x, y) {
    const spots = scene.clusterSpots || [];
    const onNumber = spots.find(({ at, badge }) => Math.hypot(at[0] - x, at[1] - y) <= badge + 2);
    const onLine = spots.find(spot => Math.abs(Math.hypot(spot.x - x, spot.y - y) - spot.radius) <= NEAR);
    return (onNumber || onLine || { cluster: null }).cluster;
  };
})(window.MahallaMap);
