// A map on dark ground in the colours of the day, for paper, and back again. `MahallaMap.days` has the colour of the day
// of every dark one; a colour that is not in it stays.
(function (M) {
  let night = null; // theme, picture and its colours, while those of the day are shown

  M.dress = function (scene) {
    scene.root.classList.toggle('mm-dark', scene.theme.dark);
    scene.root.classList.toggle('mm-light', !scene.theme.dark);
    for (const [name, value] of Object.entries(scene.theme)) {
      if (typeof value === 'string') scene.root.style.setProperty('--mm-' + name, value);
    }
    scene.root.style.background = scene.theme.ground;
  };

  M.byDay = function (day) {
    const scene = M.scene;
    if (!scene || !scene.geometry || (day ? night || !scene.theme.dark : !night)) return;
    if (day) {
      night = { theme: scene.theme, picture: scene.picture, colours: scene.picture ? scene.picture.rows.map(([colour]) => colour) : [] };
      scene.theme = M.themes.light;
      night.colours.forEach((colour, at) => (scene.picture.rows[at][0] = M.days[colour] || colour));
    } else {
      scene.theme = night.theme;
      night.colours.forEach((colour, at) => (night.picture.rows[at][0] = colour));
      night = null;
    }
    M.dress(scene);
    scene.shadow = scene.layer.land = null;
    if (scene.legend) scene.legend.update();
    scene.layer.redraw();
  };
})(window.MahallaMap);
