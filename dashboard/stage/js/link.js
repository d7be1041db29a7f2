// The line to the server: one open answer that tells of changes; where it fails, questions; and whether it is alive.
(function (S) {
  const PATIENCE = 2.5; // beats
  const ASK_EVERY_MS = 1000;
  const BROKEN_MS = 1200; // an answer that broke off may be back within it

  S.unpack = async function (packed) {
    const bytes = Uint8Array.from(atob(packed), letter => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return JSON.parse(await new Response(stream).text());
  };

  S.Link = class {
    constructor(given, take) {
      this.given = given;
      this.take = take;
      this.tag = given.tag;
      this.path = `${given.screen}/${given.language}`;
      this.seen = performance.now();
      this.seen_at = S.now();
      this.broken = 0;
      this.asking = false;
      this.listen();
      setInterval(() => this.check(), 500);
    }

    listen() {
      if (this.source) this.source.close();
      const source = (this.source = new EventSource(`/stage/events/${this.path}`));
      this.opened = performance.now();
      source.addEventListener('beat', event => {
        S.tellTime(Number(event.data));
        this.alive();
      });
      source.addEventListener('scene', event => this.got(event.lastEventId, event.data));
      source.onerror = () => (this.broken = this.broken || performance.now());
    }

    alive() {
      this.seen = performance.now();
      this.seen_at = S.now();
      this.broken = 0;
    }

    async got(tag, packed) {
      if (tag === this.tag) return;
      this.tag = tag;
      const said = await S.unpack(packed);
      if (tag === this.tag) this.take(said);
    }

    get lost() {
      const now = performance.now();
      return now - this.seen > PATIENCE * 1000 * this.given.beat || (this.broken > 0 && now - this.broken > BROKEN_MS);
    }

    // While the open answer is silent the plain one is asked; a closed one is opened again.
    async check() {
      const quiet = this.lost || (this.source.readyState !== EventSource.OPEN && performance.now() - this.opened > 4000);
      if (quiet && this.source.readyState === EventSource.CLOSED && performance.now() - this.opened > 2000) this.listen();
      if (!quiet || this.asking) return;
      this.asking = true;
      try {
        const answer = await fetch(`/stage/now/${this.path}`, {
          headers: { 'If-None-Match': `"${this.tag}"` }, cache: 'no-store', signal: AbortSignal.timeout(5000),
        });
        if (answer.status === 401 || answer.status === 403) location.reload(); // leads to sign-in
        if (answer.ok || answer.status === 304) {
          S.tellTime(Number(answer.headers.get('X-Now')));
          this.alive();
          if (answer.status === 200) await this.got(answer.headers.get('ETag').replaceAll('"', ''), await answer.text());
        }
      } catch {
        // said by `lost`
      }
      setTimeout(() => (this.asking = false), ASK_EVERY_MS);
    }
  };
})(window.Stage);
