// A link to another page of the bar turns to it within the session, as the browser's own back button does. Where
// Streamlit does not hear it, or another tab is asked for, it is a link like any other.
(() => {
  const LINKS = ".mm-pages a, .mm-menu a";

  function turn(event) {
    const link = event.target.closest?.(LINKS);
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!document.querySelector("[data-testid=stApp][data-test-connection-state=CONNECTED]")) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    if (!event.detail) keepFocus(link);
  }

  // The bar is drawn anew for its new page: whoever turned by the keyboard goes on from the same link.
  function keepFocus(link) {
    const watcher = new MutationObserver(() => {
      if (link.isConnected) return;
      watcher.disconnect();
      [...document.querySelectorAll(LINKS)].find(other => other.pathname === link.pathname)?.focus();
    });
    watcher.observe(document.body, { childList: true, subtree: true });
  }

  document.addEventListener("click", turn);
})();
