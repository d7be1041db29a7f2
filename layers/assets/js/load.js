// Fetching with patience, and saying so when it fails.
(function (M) {
  const LONGEST_S = 60;

  async function once(url) {
    const early = (M.early || {})[url];
    if (M.early) delete M.early[url];
    const answer = (await early) || (await fetch(url));
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  }

  // A message in the frame with a button; resolves when the reader presses it or the time is over.
  M.trouble = function (scene, seconds) {
    const { root, ui } = scene, words = ui ? [ui.failed, ui.retry] : M.words || ['The map could not be loaded.', 'Try again'];
    return new Promise(resolve => {
      const box = M.element('div', 'mm-trouble'), button = M.element('button', '', words[1]);
      box.setAttribute('role', 'alert');
      box.append(M.element('p', '', words[0]), button);
      root.append(box);
      const on = () => {
        clearTimeout(timer);
        box.remove();
        resolve();
      };
      const timer = setTimeout(on, seconds * 1000);
      button.onclick = on;
    });
  };

  // The JSON at an address, however often it takes; waits 2, 4, 8 ... 60 seconds between tries.
  M.fetchJson = async function (scene, url) {
    for (let wait = 2; ; wait = Math.min(LONGEST_S, wait * 2)) {
      try {
        return await once(url);
      } catch (error) {
        console.warn(String(error));
        if (scene.root.querySelector('.mm-trouble')) await new Promise(on => setTimeout(on, wait * 1000));
        else await M.trouble(scene, wait);
      }
    }
  };
})(window.MahallaMap);
