// Drags the map in circles, one step before each frame; ends after so many steps. Marks its first step and the release.
steps => new Promise(done => {
  const root = MahallaMap.scene.root, { width, height } = root.getBoundingClientRect(), radius = [0.22 * width, 0.18 * height];
  const send = (target, name, turn) => target.dispatchEvent(new MouseEvent(name, {
    bubbles: true, cancelable: true, view: window, buttons: 1,
    clientX: 0.6 * width + radius[0] * (Math.cos(turn) - 1), clientY: 0.6 * height + radius[1] * Math.sin(turn),
  }));
  let step = 0;
  const next = () => {
    const turn = (2 * Math.PI * step) / 60;
    if (step === 0 || step === steps) performance.mark('drag');
    if (step++ === steps) {
      send(root, 'mouseup', turn);
      return done();
    }
    send(root, 'mousemove', turn);
    requestAnimationFrame(next);
  };
  send(root, 'mousedown', 0);
  requestAnimationFrame(next);
})
