// A drawing on the screen, made on a canvas that is not shown and handed over whole. A canvas that is drawn on itself is
// copied for every screen, changed or not, when no graphics card draws: three large ones took half of a frame's time.
(function (M) {
  let easel = null;

  M.dotsOf = frame => [frame.width, frame.height].map(side => Math.round(side * frame.dpr));

  M.Sheet = class {
    constructor() {
      this.node = M.element('canvas');
      this.shown = this.node.getContext('bitmaprenderer');
    }

    // Shows what `draw` puts on an empty canvas of a frame's size.
    draw(frame, draw) {
      const [width, height] = M.dotsOf(frame), { node } = this;
      easel = easel || new OffscreenCanvas(width, height);
      Object.assign(easel, { width, height }); // empties it, too
      draw(easel.getContext('2d'));
      if (node.width !== width || node.height !== height) {
        Object.assign(node, { width, height });
        Object.assign(node.style, { width: width / frame.dpr + 'px', height: height / frame.dpr + 'px' });
      }
      this.shown.transferFromImageBitmap(easel.transferToImageBitmap());
    }
  };
})(window.MahallaMap);
