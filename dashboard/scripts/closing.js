// Escape closes what lies on top: first whatever Streamlit has open (a list, a menu, a dialog), next time the card of a
// mahalla or a signal. In a field it stays the field's own key.
(() => {
  const OPEN = '[aria-expanded="true"],[role="dialog"],[role="listbox"]';
  const FIELD = 'input,textarea,[contenteditable="true"]';
  const CLOSE = '.st-key-mahalla-close button,.st-key-signal-close button';

  function close(event) {
    if (event.key !== "Escape" || event.repeat || event.isComposing || event.target.closest?.(FIELD)) return;
    if (document.querySelector(OPEN)) return;
    document.querySelector(CLOSE)?.click();
  }

  document.addEventListener("keydown", close, true); // before Streamlit closes what is open: it would be gone already
})();
