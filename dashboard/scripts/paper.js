// A map is drawn for the window, and paper is narrower. So on paper its frame shows it smaller as a whole: drawn in the
// width and height that it has on screen, `--mm-paper` times smaller; and by day, since paper is white.
(() => {
  const ALONE = ".st-key-page-sites, .st-key-page-answers";  // pages whose narrow side comes below
  const SHEET = { width: 1054, tallest: 525 };  // what an A4 sheet lying across leaves for a map, in CSS pixels

  function fit() {
    for (const frame of document.querySelectorAll("[class*=st-key-box-] iframe")) {
      const { width, height } = frame.getBoundingClientRect(), map = frame.contentWindow.MahallaMap;
      if (!width || !height) continue;
      if (map) map.byDay(true);
      const room = frame.closest(ALONE) ? SHEET.width : (SHEET.width * width) / innerWidth;
      const smaller = Math.min(room / width, SHEET.tallest / height).toFixed(4);
      for (const style of [frame.style, frame.contentDocument.documentElement.style]) {
        style.setProperty("--mm-width", `${width}px`);
        style.setProperty("--mm-height", `${height}px`);
        style.setProperty("--mm-paper", smaller);
      }
    }
  }

  function restore() {
    for (const { contentWindow } of document.querySelectorAll("[class*=st-key-box-] iframe")) {
      if (contentWindow.MahallaMap) contentWindow.MahallaMap.byDay(false);
    }
  }

  addEventListener("beforeprint", fit);
  addEventListener("afterprint", restore);
})();
