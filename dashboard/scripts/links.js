// A link may have been drawn before what has been chosen since. Where `data-follow` stands around it, it takes from the
// address bar, when it is used, what it does not say itself: the parameters that are named there, all with "place", all
// but the place where nothing is named.
(() => {
  const PLACE = ["district", "mahalla"];

  function follow(event) {
    const link = event.target.closest?.("[data-follow] a");
    if (!link) return;
    link.dataset.own ??= link.getAttribute("href");
    const to = new URL(link.dataset.own, location.href), { follow } = link.closest("[data-follow]").dataset;
    const said = new Set(to.searchParams.keys()), named = new Set(follow.split(" "));
    const taken = name => named.has("place") || (follow ? named.has(name) : !PLACE.includes(name));
    for (const [name, chosen] of new URLSearchParams(location.search)) {
      if (!said.has(name) && taken(name)) to.searchParams.set(name, chosen);
    }
    link.href = to.pathname + to.search;
  }

  for (const kind of ["pointerdown", "contextmenu", "click"]) document.addEventListener(kind, follow, true);
})();
