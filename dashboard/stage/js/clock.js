'use strict';
// Time and size. The server's clock counts, since a wall's own may be wrong; letters are as large as the room needs.
window.Stage = window.Stage || {};

(function (S) {
  const ZONE = 'Asia/Samarkand';
  const LETTER_MM = 53, AT_M = 8; // a capital of 53 mm is read with ease from 8 m
  const CAPITAL = 0.727; // of the font's size, in Inter
  const SHARE = [0.0125, 0.019]; // of the screen's width: below it a wall has room for more, above it a scene has none
  const USUAL = { width_m: 4.8, distance_m: 8 };
  const two = number => String(number).padStart(2, '0');

  let ahead_ms = 0;
  S.tellTime = server_ms => (ahead_ms = server_ms - Date.now());
  S.now = () => Date.now() + ahead_ms;

  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  });

  function split(ms) {
    return Object.fromEntries(parts.formatToParts(ms).map(part => [part.type, part.value]));
  }

  S.day = ms => {
    const at = split(ms);
    return `${at.day}.${at.month}.${at.year} · ${at.hour}:${at.minute}`;
  };

  S.time = ms => {
    const at = split(ms);
    return `${at.hour}:${at.minute}:${at.second}`;
  };

  S.minutes = seconds => `${seconds < 0 ? '\u2212' : ''}${two(Math.floor(Math.abs(seconds) / 60))}:${two(Math.floor(Math.abs(seconds)) % 60)}`;

  // Pixels of the smallest letters on a wall: millimetres at the viewer's distance, over the wall's width.
  S.letters = function (address, width_px) {
    const given = new URLSearchParams(address), of = name => {
      const value = parseFloat(given.get(name));
      return value > 0 && isFinite(value) ? value : USUAL[name];
    };
    const size_mm = (LETTER_MM * of('distance_m')) / AT_M / CAPITAL;
    const wanted = (size_mm * width_px) / (1000 * of('width_m'));
    return Math.min(Math.max(wanted, SHARE[0] * width_px), SHARE[1] * width_px);
  };
})(window.Stage);
