// The map of the stage: opened once for an edition and a language, painted for every scene.
(function (S) {
  const NAME_PX = 16.5; // what labels.js gives a district's name before the frame and the letters count
  const BODY = 0.86; // of the smallest letters: sixteen names must find room

  const EDGE = 0.03; // of the map's width: there it fades out

  let open = '';

  function letters(node, letter_px) {
    const size = Math.min(node.clientWidth / 1250, node.clientHeight / 800);
    const pen = Math.min(Math.max(size * 1.15, 0.8), 4); // as scene.js has it for a wall
    return Math.min(Math.max((letter_px * BODY) / (NAME_PX * pen), 0.25), 8);
  }

  S.ground = function (said, letter_px) {
    const key = [said.edition, said.language, letter_px].join();
    if (key !== open) {
      open = key;
      const old = document.getElementById('map'), node = document.createElement('div');
      node.id = 'map';
      if (S.map) S.map.remove();
      old.replaceWith(node);
      const edge = Math.round(EDGE * node.clientWidth);
      S.map = MahallaMap.open('map', {
        theme: 'dark', mode: 'wall', letters: letters(node, letter_px), padding: [edge, edge, edge, edge],
      });
      new MahallaMap.MahallaLayer({ geometry: said.geometry, names: said.names, focus: [] }).addTo(S.map);
      if (said.marks) new MahallaMap.SiteLayer({ sites: said.marks }).addTo(S.map);
    }
    MahallaMap.paint(said.scene.paint);
  };
})(window.Stage);
