'use strict';
// Everything of ours hangs on window.MahallaMap. Text from data is only ever written with textContent or fillText.
window.MahallaMap = window.MahallaMap || {};

(function (M) {
  M.clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  M.element = function (tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    return node;
  };

  // A number as the language writes it: `ui.decimal` and `ui.group` come with the words.
  M.number = function (value, decimals, ui) {
    const [whole, part] = Math.abs(value).toFixed(decimals).split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ui.group || '\u00a0');
    const sign = value < 0 && Number(Math.abs(value).toFixed(decimals)) !== 0 ? '\u2212' : '';
    return sign + grouped + (part ? (ui.decimal || '.') + part : '');
  };

  // A word of the map by key, or the text itself: titles are either.
  M.word = (ui, text) => (text && Object.prototype.hasOwnProperty.call(ui, text) ? ui[text] : text || '');

  // How light a colour looks, 0 to 1 (WCAG 2.1 relative luminance of #rrggbb).
  M.luminance = function (colour) {
    const part = at => {
      const share = parseInt(colour.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  };

  // `#rrggbb` with an opacity, as canvas takes it.
  M.faint = (colour, share) => colour + Math.round(share * 255).toString(16).padStart(2, '0');
})(window.MahallaMap);
