// A message on the screen. Every text is written with textContent.
(function (S) {
  const node = id => document.getElementById(id);
  const LONG_TEXT = 60; // signs of a text that may be cut: a follower reads the whole in its title
  const write = (id, text) => {
    if (node(id).textContent === text) return;
    node(id).textContent = text;
    node(id).title = text && text.length > LONG_TEXT ? text : '';
  };
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const LONG = 7; // characters of a number that must be set smaller

  function figure(one) {
    const box = element('div', `figure ${one.tone || ''}${one.figure.length > LONG ? ' long' : ''}`), line = element('div');
    line.append(element('b', '', one.figure));
    if (one.aside) line.append(element('span', '', one.aside));
    box.append(element('p', '', one.label), line);
    if (one.note) box.append(element('p', 'told', one.note));
    return box;
  }

  // A short note stands beside the number, a long one below the name.
  function row(one) {
    const item = element('li'), value = element('span', 'value'), aside = /^\//.test(one.note || '');
    value.append(element('b', one.tone || '', one.figure || ''));
    if (aside) value.append(element('small', '', one.note));
    item.append(element('span', 'name', one.name), value);
    if (one.note && !aside) item.append(element('span', 'note', one.note));
    return item;
  }

  // As many rows as there is room for; how many more there are is said.
  function rows(scene, words) {
    const list = node('rows'), made = scene.rows.map(row);
    list.replaceChildren(...made);
    const told = more => write('more', more ? words.more.replace('{n}', String(more)) : '');
    told(scene.more);
    if (!made.length) write('more', scene.empty);
    if (getComputedStyle(list).overflowY !== 'hidden' || !made.length) return;
    const box = node('list'), line = parseFloat(getComputedStyle(document.body).fontSize) * 1.7;
    const room = box.getBoundingClientRect().bottom;
    const fits = made.filter(item => item.getBoundingClientRect().bottom <= room).length;
    if (fits === made.length && !scene.more) return;
    const kept = made.filter(item => item.getBoundingClientRect().bottom <= room - line).length;
    made.slice(kept).forEach(item => item.remove());
    told(made.length - kept + scene.more);
  }

  function swatch(colour, marked) {
    const box = element('i', marked ? 'marked' : '');
    box.style.backgroundColor = colour;
    return box;
  }

  function entry(mark, label) {
    const item = element('li');
    item.append(mark, element('span', '', label));
    return item;
  }

  function legend(scene, words, marks) {
    const found = scene.sites === 'all' ? [] : scene.legend.map(([colour, label, marked]) => entry(swatch(colour, marked), label));
    if (scene.sites === 'all') {
      const symbol = (kind, state) => MahallaMap.siteIcon({ ...MahallaMap.scene, ui: words }, kind, state);
      for (const state of scene.states) found.push(entry(symbol('street', state), words[state]));
      const said = ['street', 'entrance'].map(kind => `${words['letter_' + kind]}\u00a0–\u00a0${words[kind].toLowerCase()}`);
      found.push(element('li', '', said.join(' · ')));
    }
    if (scene.sites === 'opened' && marks) {
      const symbols = element('span', 'symbols');
      symbols.append(...['street', 'entrance'].map(kind => MahallaMap.siteIcon({ ...MahallaMap.scene, ui: words }, kind, 'opened')));
      found.push(entry(symbols, words.sites));
    }
    if (scene.unit) found.unshift(element('li', 'unit', scene.unit));
    if (scene.unknown) found.push(entry(element('i', 'unknown'), scene.unknown));
    if (scene.unstable) found.push(entry(element('span'), scene.unstable));
    node('legend').replaceChildren(...found);
  }

  S.draw = function (said) {
    const words = S.given.words[said.language], letter_px = S.size(), shown = node('stage');
    document.documentElement.lang = said.language;
    shown.dataset.mode = said.mode || 'none';
    if (said.none) {
      write('title', said.none);
      return;
    }
    const { scene } = said;
    write('title', scene.title);
    write('subtitle', scene.subtitle);
    write('demo', said.demo);
    write('fresh', said.fresh);
    write('next', said.next || '');
    node('figures').replaceChildren(...scene.figures.map(figure));
    write('rows-title', scene.rows_title);
    S.ground(said, letter_px);
    legend(scene, words, said.marks);
    S.tick();
    rows(scene, words); // last: how many fit depends on all the rest
    shown.dataset.index = said.index ?? '';
    shown.dataset.scene = [said.mode, said.index ?? '', scene.title, scene.subtitle].join('|');
    shown.dataset.shown = String(Number(shown.dataset.shown || 0) + 1);
  };

  // What moves by itself: the clock, the line of progress, the speaker's time, the notice.
  S.tick = function () {
    const { said, link } = S, now = S.now(), words = S.given.words[said.language];
    write('clock', S.day(now));
    const speaker = said.speaker;
    node('speaker').hidden = !speaker;
    if (speaker) {
      const left = speaker.seconds - Math.max(0, Math.floor((now - speaker.since) / 1000)), timer = node('timer');
      write('who', [`${speaker.number}/${speaker.of}`, speaker.post, left < 0 ? words.over : ''].filter(Boolean).join(' · '));
      write('timer', S.minutes(left));
      timer.className = left < 0 ? 'over' : left < 60 ? 'late' : '';
    }
    progress(said, now);
    const notice = [];
    if (link && link.lost) notice.push(words.lost.replace('{time}', S.time(link.seen_at)));
    if (S.own) notice.push(words.own);
    else if (said.held) notice.push(words.held);
    if (said.old) notice.push(said.old);
    write('notice', notice.join(' · '));
    node('notice').hidden = !notice.length;
    node('stage').dataset.lost = String(Boolean(link && link.lost));
  };

  function progress(said, now) {
    const bar = node('progress').firstElementChild, { speaker } = said;
    let share = said.ends ? (now - said.begun) / (said.ends - said.begun) : 0;
    if (said.held || S.own) share = said.held && !S.own ? bar.share || 0 : 0;
    if (speaker) share = (now - speaker.since) / 1000 / speaker.seconds;
    bar.share = Math.min(Math.max(share, 0), 1);
    bar.style.transform = `scaleX(${bar.share.toFixed(4)})`;
  }
})(window.Stage);
