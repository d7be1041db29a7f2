// The page's own letters. They are registered here and not in the style sheet, which may come after the first drawing.
(function (M) {
  const FAMILY = 'Inter';
  const PARTS = {
    'latin': 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
    'latin-ext': 'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
    'cyrillic': 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
    'cyrillic-ext': 'U+0460-048F,U+0492-04AF,U+04B2-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F',
  };
  const PATIENCE_MS = 500;

  M.font = `${FAMILY}, "Noto Sans", system-ui, sans-serif`;

  for (const [part, range] of Object.entries(PARTS)) {
    const source = `url(/assets/fonts/inter-${part}.woff2) format("woff2")`;
    document.fonts.add(new FontFace(FAMILY, source, { weight: '100 900', unicodeRange: range, display: 'swap' }));
  }

  // Resolves when the letters of a text are there, at the latest after half a second; `late` is called if it was later.
  M.lettersOf = async function (text, late) {
    let timely = true;
    const all = document.fonts.load(`600 16px ${FAMILY}`, text).catch(() => 0);
    await Promise.race([all, new Promise(on => setTimeout(on, PATIENCE_MS))]).then(() => (timely = false));
    all.then(() => timely || late());
  };
})(window.MahallaMap);
