// The land on the screen: one canvas for the view and its margin, and pieces that a drag brings into sight beside it.
// Nothing that is drawn is touched again while the map moves, so a frame costs what it brings, however large the screen;
// at rest the pieces become part of the canvas.
(function (M) {
  const PIECES = 6; // along each side of the canvas
  const AT_ONCE = 3; // pieces drawn for one screen at most, of those in sight
  const KEPT = 72;
  const MOMENT_MS = 10; // of a screen's time: what is drawn for the next view takes no more, but for its last piece

  M.Ground = class {
    constructor(scene) {
      this.scene = scene;
      this.node = M.element('div');
      this.sheet = new M.Sheet();
      this.node.append(this.sheet.node);
      this.pieces = new Map();
      this.spare = [];
    }

    draw(frame) {
      this.drop();
      this.clear();
      this.begin(frame);
      this.sheet.draw(frame, ctx => M.drawLand(ctx, frame, this.scene));
    }

    // The same over several screens, no more than a moment for each; `done` when all of it is there to be shown at once.
    // What was drawn before stays until then; begun anew or given up with `drop`.
    prepare(frame, done) {
      this.drop();
      const [width, height] = M.dotsOf(frame), across = M.cuts(width, PIECES), down = M.cuts(height, PIECES), parts = [];
      const boxes = Array.from({ length: PIECES * PIECES }, (_, at) => {
        const [row, column] = [Math.floor(at / PIECES), at % PIECES];
        return [across.start(column), down.start(row), across.start(column + 1), down.start(row + 1)];
      }).filter(box => box[2] > box[0] && box[3] > box[1]);
      let took_ms = 0;
      const next = () => {
        const begun = performance.now();
        while (boxes.length && performance.now() - begun < MOMENT_MS) {
          const box = boxes.pop(), sheet = this.spare.pop() || new M.Sheet(), part = frame.piece(box);
          sheet.draw(part, ctx => M.drawLand(ctx, part, this.scene));
          parts.push({ sheet, box });
        }
        took_ms += performance.now() - begun;
        if (boxes.length) {
          this.preparing = requestAnimationFrame(next);
          return;
        }
        this.preparing = 0;
        this.clear();
        this.begin(frame);
        this.sheet.draw(frame, ctx => parts.forEach(({ sheet, box }) => ctx.drawImage(sheet.node, box[0], box[1])));
        parts.forEach(({ sheet }) => this.putBy(sheet));
        done(took_ms);
      };
      this.preparing = requestAnimationFrame(next);
    }

    drop() {
      cancelAnimationFrame(this.preparing);
      this.preparing = 0;
    }

    begin(frame) {
      this.frame = frame;
      this.last = null;
      [this.width, this.height] = M.dotsOf(frame);
    }

    clear() {
      for (const { sheet } of this.pieces.values()) this.putBy(sheet);
      this.pieces.clear();
    }

    putBy(sheet) {
      sheet.node.remove();
      if (this.spare.length < KEPT) this.spare.push(sheet);
    }

    // A box of pixels of the world, in dots from the canvas's corner.
    dots([west, north, east, south]) {
      const { world, dpr } = this.frame;
      return [(west - world.x) * dpr, (north - world.y) * dpr, (east - world.x) * dpr, (south - world.y) * dpr].map(Math.round);
    }

    // The pieces a box of dots needs that are not there, the nearest to its middle first.
    missing([west, north, east, south]) {
      const { width, height } = this, across = M.cuts(width, PIECES), down = M.cuts(height, PIECES), found = [];
      const middle = [(west + east) / 2, (north + south) / 2];
      for (let row = down.before(north); down.start(row) < south; row++) {
        for (let column = across.before(west); across.start(column) < east; column++) {
          const own = row >= 0 && row < PIECES && column >= 0 && column < PIECES, key = `${column},${row}`;
          if (own || this.pieces.has(key)) continue;
          const box = [across.start(column), down.start(row), across.start(column + 1), down.start(row + 1)];
          if (box[2] === box[0] || box[3] === box[1]) continue;
          found.push({ key, box, far: Math.hypot((box[0] + box[2]) / 2 - middle[0], (box[1] + box[3]) / 2 - middle[1]) });
        }
      }
      return found.sort((one, two) => one.far - two.far);
    }

    // What a moving view needs: what it shows, and a piece of what comes next where it is heading.
    follow(view) {
      const [wide, high] = [this.width / PIECES, this.height / PIECES], before = this.last || view;
      const [right, down] = [view[0] - before[0], view[1] - before[1]];
      this.last = view;
      this.fill(view, [
        view[0] - (right < 0 ? wide : 0), view[1] - (down < 0 ? high : 0),
        view[2] + (right > 0 ? wide : 0), view[3] + (down > 0 ? high : 0),
      ]);
    }

    // Draws some of what a view lacks, or else one piece of what comes into sight next; how many are still missing there.
    fill(view, next) {
      const lacking = this.missing(view).slice(0, AT_ONCE);
      for (const piece of lacking) this.add(piece);
      const coming = this.missing(next);
      if (!lacking.length && coming.length) this.add(coming.shift());
      this.thin(view);
      return coming.length;
    }

    add({ key, box }) {
      const sheet = this.spare.pop() || new M.Sheet(), { dpr } = this.frame, frame = this.frame.piece(box);
      sheet.draw(frame, ctx => M.drawLand(ctx, frame, this.scene));
      sheet.node.style.transform = `translate(${box[0] / dpr}px,${box[1] / dpr}px)`;
      this.node.append(sheet.node);
      this.pieces.set(key, { sheet, box });
    }

    thin([west, north, east, south]) {
      if (this.pieces.size <= KEPT) return;
      const middle = [(west + east) / 2, (north + south) / 2];
      const far = ([, { box }]) => Math.hypot((box[0] + box[2]) / 2 - middle[0], (box[1] + box[3]) / 2 - middle[1]);
      const farthest = [...this.pieces].sort((one, two) => far(two) - far(one)).slice(0, KEPT / 6);
      for (const [key, { sheet }] of farthest) {
        this.putBy(sheet);
        this.pieces.delete(key);
      }
    }

    // The canvas moves to where a frame lies and takes in the pieces.
    gather(frame) {
      const moved = frame.movedFrom(this.frame);
      if (!moved) return;
      this.sheet.draw(frame, ctx => {
        ctx.drawImage(this.sheet.node, moved.x, moved.y);
        for (const { sheet, box } of this.pieces.values()) ctx.drawImage(sheet.node, box[0] + moved.x, box[1] + moved.y);
      });
      this.clear();
      this.last = null;
      this.frame = frame;
    }
  };

  // Where a length is cut into so many parts of whole dots, and on in the same steps before its beginning and after its end.
  M.cuts = function (length, parts) {
    const step = Math.ceil(length / parts);
    const start = at => (at < 0 ? at * step : at <= parts ? Math.min(at * step, length) : length + (at - parts) * step);
    const before = place => (place < length ? Math.floor(place / step) : parts + Math.floor((place - length) / step));
    return { start, before };
  };
})(window.MahallaMap);
