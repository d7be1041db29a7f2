// A link may have been drawn before what has been chosen since, so it takes that from the address bar when it is used:
// `data-follow` around it names the parameters.

function follow(event) {
  const link = event.target.closest?.("[data-follow] a");
  if (!link) return;
  const here = new URLSearchParams(location.search);
  const to = new URL(link.href);
  for (const name of link.closest("[data-follow]").dataset.follow.split(" ")) {
    const chosen = here.get(name);
    if (chosen) to.searchParams.set(name, chosen);
    else to.searchParams.delete(name);
  }
  link.href = to.pathname + to.search;
}

for (const kind of ["pointerdown", "contextmenu", "click"]) document.addEventListener(kind, follow, true);
