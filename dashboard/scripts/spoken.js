// What those hear who do not see the page: its language, and Streamlit's English names of buttons and boxes in the
// reader's words. Both stand in the page's style sheet (markup.py), which also replaces the letters on the screen.
(() => {
  const NAMES = {
    Open: 'open',
    'Clear all': 'clear',
    'Clear value': 'empty',
    'Selected values': 'selected',
    'file upload': 'upload',
    'Add files': 'more',
    'Choose an option': 'choose',
    Close: 'close',
  };
  const SOON_MS = 200; // not at every frame of a page that is being drawn
  const LATEST_MS = 1000;
  const idle = window.requestIdleCallback || (then => then());
  const REMOVE = /^Remove (.+)$/s;
  let asked = false;

  function word(name) {
    const said = getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
    return said ? JSON.parse(said) : undefined;
  }

  function say(part, attribute) {
    const said = part.getAttribute(attribute), removed = REMOVE.exec(said), name = removed ? 'remove' : NAMES[said];
    const found = name && word('streamlit-' + name);
    if (found) part.setAttribute(attribute, removed ? `${found}: ${removed[1]}` : found);
  }

  function speak() {
    asked = false;
    const language = word('language');
    if (!language) return;
    document.documentElement.lang = language;
    for (const part of document.querySelectorAll('[aria-label]')) say(part, 'aria-label');
    for (const part of document.querySelectorAll('input[placeholder]')) say(part, 'placeholder');
    for (const button of document.querySelectorAll('[data-testid="stFileUploaderDropzone"] button:not([aria-label])')) {
      button.setAttribute('aria-label', word('streamlit-upload'));
    }
  }

  new MutationObserver(() => {
    if (!asked) setTimeout(() => idle(speak, { timeout: LATEST_MS }), SOON_MS);
    asked = true;
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ['aria-label', 'placeholder'],
  });
})();
