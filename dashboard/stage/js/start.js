// Puts the parts together.
(function (S) {
  const LETTERS_PX = { follow: 16 };

  S.given = JSON.parse(document.getElementById('stage').dataset.given);
  S.tellTime(S.given.now);

  S.size = function () {
    const width = document.documentElement.clientWidth;
    const px = S.given.screen === 'wall' ? S.letters(location.search, width) : LETTERS_PX.follow;
    document.documentElement.style.setProperty('--u', `${px}px`);
    return px;
  };

  function take(said) {
    if (said.build !== S.given.build) {
      location.reload(); // the server has another script
      return;
    }
    S.latest = said;
    if (S.own && said.mode === 'rotation') return;
    S.own = false;
    S.said = said;
    S.draw(said);
  }

  const { failed, retry } = S.given.words[S.given.language];
  if (!window.MahallaMap || !window.MahallaMap.open) { // one of the scripts did not come
    const notice = document.getElementById('notice');
    notice.textContent = failed;
    notice.hidden = false;
    setTimeout(() => location.reload(), 5000);
    return;
  }
  MahallaMap.words = [failed, retry];
  S.unpack(S.given.packed).then(said => {
    S.size();
    take(said);
    S.link = new S.Link(S.given, take);
    S.keys();
    setInterval(S.tick, 250);
    document.fonts.ready.then(() => S.draw(S.said)); // other letters, other lines
    let later = 0;
    addEventListener('resize', () => {
      clearTimeout(later);
      later = setTimeout(() => S.draw(S.said), 200);
    });
  });
})(window.Stage);
