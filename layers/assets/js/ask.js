// The figures of a large picture lie at an address of this server and come when a reader first points at the map.
(function (M) {
  const AGAIN_MS = 2000; // after a failure

  // Asks once for each picture; calls `then` when the figures are in it.
  M.askFigures = async function (picture, then) {
    if (!picture || !picture.figures_at || picture.asked) return;
    picture.asked = true;
    try {
      const answer = await fetch(picture.figures_at);
      if (!answer.ok) throw new Error(`${picture.figures_at}: ${answer.status}`);
      const { figures, detail } = await M.unpack(await answer.text());
      Object.assign(picture, { figures, detail });
      then();
    } catch (error) {
      console.warn(String(error));
      setTimeout(() => (picture.asked = false), AGAIN_MS);
    }
  };
})(window.MahallaMap);
