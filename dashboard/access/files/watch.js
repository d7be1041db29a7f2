// Stands in every page: when the session has ended, what is on screen goes, and the sign-in page comes.
(() => {
  // Where the server is: Streamlit would else look for it below each page's address first, and find nothing there.
  window.__streamlit = { ...window.__streamlit, BACKEND_BASE_URL: location.origin };

  const EVERY_MS = 15000;
  async function ask() {
    try {
      const answer = await fetch('/sign-in/state', { cache: 'no-store', redirect: 'error' });
      if (answer.status !== 401) return;
      document.documentElement.replaceChildren();
      const here = location.pathname + location.search;
      location.replace(location.pathname === '/wall' ? '/sign-in/wall' : '/sign-in?next=' + encodeURIComponent(here));
    } catch {
      // The server does not answer: the page itself says so.
    }
  }
  setInterval(ask, EVERY_MS);
  addEventListener('pageshow', event => event.persisted && ask());
  document.addEventListener('visibilitychange', () => document.hidden || ask());
})();
