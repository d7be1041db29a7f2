// Runs first in the page. Notes when an option was chosen and when the picture that follows it was complete, both on the
// page's own clock, also for what happens in a frame within it. The bench fills in {kind, polygons}.
(() => {
  const given = GIVEN;
  const VERTEX_BYTES = 16384; // far above what an empty map hands over, far below what these polygons take
  if (window !== window.top) return;
  const bench = (window.bench = keeper()), now = () => performance.now();

  function keeper() {
    let seen = [], chosen = null, before = null, timer = 0, waiting = null;
    const answer = () => {
      const pictures = seen.length; // a long task may have held up both the timer and a picture: one more frame tells
      onScreen(window, () => {
        if (pictures !== seen.length || !waiting) return;
        waiting.done({ chosen, ...seen[pictures - 1], first: seen[0].at, pictures });
      });
    };
    const settle = () => {
      clearTimeout(timer);
      if (waiting && seen.length && (chosen !== null || !waiting.choice)) timer = setTimeout(answer, waiting.quiet);
    };
    const forget = () => {
      if (seen.length) before = seen[seen.length - 1].what;
      seen = [];
    };
    return {
      // Before an option is chosen: what is on the screen now is the old picture.
      arm() {
        forget();
        [chosen, waiting] = [null, null];
        clearTimeout(timer);
        return true;
      },
      choose(at) {
        if (chosen !== null) return;
        forget();
        chosen = at;
      },
      saw(what, at, ordered = at) {
        if (what === (seen.length ? seen[seen.length - 1].what : before)) return;
        seen.push({ what, at, ordered });
        settle();
      },
      // The last new picture, once `quiet` ms have brought no further one.
      settled: (quiet, choice) => new Promise(done => {
        waiting = { quiet, choice, done };
        settle();
      }),
    };
  }

  const choose = event => event.target.closest && event.target.closest('[role=option]') && bench.choose(event.timeStamp);
  addEventListener('pointerup', choose, true);

  // A change made now is on the screen when the frame after the next one begins.
  function onScreen(view, then) {
    view.requestAnimationFrame(() => view.requestAnimationFrame(then));
  }
  function shows(view, what) {
    onScreen(view, () => bench.saw(what, now()));
  }

  // Calls `start` with the document of every frame as soon as it stands there, which is before its scripts have run.
  function inFrames(start) {
    const known = new WeakSet();
    const look = frame => {
      const inner = frame.contentDocument;
      if (!frame.isConnected || (inner && known.has(inner))) return;
      if (!inner || inner.URL === 'about:blank') return void requestAnimationFrame(() => look(frame));
      known.add(inner);
      start(inner);
    };
    new MutationObserver(list => {
      for (const { addedNodes } of list) {
        for (const node of addedNodes) {
          const frames = node.nodeName === 'IFRAME' ? [node] : node.getElementsByTagName ? node.getElementsByTagName('iframe') : [];
          for (const frame of frames) {
            frame.addEventListener('load', () => look(frame));
            look(frame);
          }
        }
      }
    }).observe(document, { subtree: true, childList: true });
  }

  const observables = {
    // Ours: the map's element takes the picture's key in the frame after the one that drew it.
    painted: () => inFrames(inner => {
      new MutationObserver(list => bench.saw(list[list.length - 1].target.dataset.painted, now()))
        .observe(inner, { subtree: true, attributes: true, attributeFilter: ['data-painted'] });
    }),

    // Leaflet's SVG: every polygon is there and the colours of all of them together are new.
    paths: () => inFrames(inner => {
      const paths = inner.getElementsByClassName('leaflet-interactive');
      let last = '';
      new MutationObserver(() => {
        if (paths.length < given.polygons) return;
        const fills = Array.from(paths, path => path.getAttribute('fill') + path.getAttribute('fill-opacity')).join();
        if (fills !== last) shows(inner.defaultView, (last = fills));
      }).observe(inner, { subtree: true, childList: true, attributes: true, attributeFilter: ['fill', 'fill-opacity', 'd'] });
    }),

    // A page without a map: complete when its select box can be used and its text is there, which depends on the choice.
    text() {
      let last = '';
      new MutationObserver(() => {
        const text = document.querySelector('[data-testid=stText]'), box = document.querySelector('[role=combobox]:not(:disabled)');
        const what = text && box ? text.textContent : '';
        if (what && what !== last) shows(window, (last = what));
      }).observe(document, { subtree: true, childList: true, characterData: true });
    },

    // WebGL: work that draws after new vertices were handed over. Pixels are not read back: that makes the page wait
    // once more for the software that stands in for a graphics card.
    canvas() {
      let handed = 0, drawn = false, pictures = 0;
      const look = () => {
        drawn = false;
        if (handed < VERTEX_BYTES) return;
        handed = 0;
        const what = ++pictures, ordered = now();
        onScreen(window, () => bench.saw(what, now(), ordered));
      };
      const hook = (prototype, name, before) => {
        const real = prototype[name];
        if (!real) return;
        prototype[name] = function (...values) {
          before(values);
          return real.apply(this, values);
        };
      };
      const upload = values => (handed += values.reduce((sum, value) => sum + ((value && value.byteLength) || 0), 0));
      const draw = () => {
        if (!drawn) queueMicrotask(look);
        drawn = true;
      };
      for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext]) {
        for (const name of ['bufferData', 'bufferSubData']) hook(prototype, name, upload);
        for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced']) hook(prototype, name, draw);
      }
    },
  };

  observables[given.kind]();
})();
