// The page around carries the packed picture of each of its maps, by the map's name; a map sees its own change.
(function (M) {
  M.watch = function (name, take) {
    const around = window.parent.document, own = `[data-paint-for="${name}"]`;
    let taken = '';
    const look = () => {
      const found = around.querySelector(own);
      if (!found || !found.dataset.paint || found.dataset.paint === taken) return;
      taken = found.dataset.paint;
      take(taken);
    };
    new MutationObserver(look).observe(around.body, {
      childList: true, subtree: true, attributes: true, attributeFilter: ['data-paint'],
    });
    look();
  };
})(window.MahallaMap);
