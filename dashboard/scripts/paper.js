// A map is drawn for the window, and paper is narrower. So on paper its frame shows it smaller as a whole: drawn in the
// width and height that it has on screen, `--mm-paper` times smaller.
(() => {
  const ALONE = ".st-key-page-sites, .st-key-page-answers";  // pages whose narrow side comes below
  const SHEET = { width: 1054, tallest: 525 };  // what an A4 sheet lying across leaves for a map, in CSS pixels

  function fit() {
    for (const frame of document.querySelectorAll("[class*=st-key-box-] iframe")) {
      const { width, height } = frame.getBoundingClientRect();
      if (!width || !height) continue;
      const room = frame.closest(ALONE) ? SHEET.width : (SHEET.width * width) / innerWidth;
      const smaller = Math.min(room / width, SHEET.tallest / height).toFixed(4);
      for (const style of [frame.style, frame.contentDocument.documentElement.style]) {
        style.setProperty("--mm-width", `${width}px`);
        style.setProperty("--mm-height", `${height}px`);
        style.setProperty("--mm-paper", smaller);
      }
    }
  }

  addEventListener("beforeprint", fit);
})();
