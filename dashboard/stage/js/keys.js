// The wall's keyboard, for this screen alone: the blank holds and lets go, arrows look through, Escape follows again.
(function (S) {
  const BACK_AFTER_MS = 180000; // a screen that somebody left standing follows again

  async function look(index) {
    const asked = (S.asked = (S.asked || 0) + 1);
    const answer = await fetch(`/stage/turn/${index}/${S.said.language}`);
    if (!answer.ok || asked !== S.asked) return;
    own(await S.unpack(await answer.text()));
  }

  function own(said) {
    clearTimeout(S.back);
    S.back = setTimeout(S.follow, BACK_AFTER_MS);
    S.own = true;
    S.said = said;
    S.draw(said);
  }

  // What everybody sees, again.
  S.follow = function () {
    clearTimeout(S.back);
    S.asked = (S.asked || 0) + 1;
    S.own = false;
    S.said = S.latest;
    S.draw(S.said);
  };

  S.keys = function () {
    addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape' && S.own) S.follow();
      if (S.latest.mode !== 'rotation') return;
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) look((S.said.index + step + S.said.count) % S.said.count);
      else if (event.key === ' ') S.own ? S.follow() : own(S.said);
      else return;
      event.preventDefault();
    });
  };
})(window.Stage);
