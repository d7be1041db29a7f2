// A link may have been drawn before what has been chosen since. Where `data-follow` stands around it, it takes from the
// address bar, when it is used, whatever it does not say itself; the place only where that is part of what is taken.
(() => {
  const PLACE = ["district", "mahalla"];

  function follow(event) {
    const link = event.target.closest?.("[data-follow] a");
    if (!link) return;
    link.dataset.own ??= link.getAttribute("href");
    const to = new URL(link.dataset.own, location.href);
    const placed = link.closest("[data-follow]").dataset.follow === "place";
    const said = new Set([...to.searchParams.keys(), ...(placed ? [] : PLACE)]);
    for (const [name, chosen] of new URLSearchParams(location.search)) {
      if (!said.has(name)) to.searchParams.set(name, chosen);
    }
    link.href = to.pathname + to.search;
  }

  for (const kind of ["pointerdown", "contextmenu", "click"]) document.addEventListener(kind, follow, true);
})();
