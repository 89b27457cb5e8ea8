// What makes two runs of a page comparable: chance and time stand still but for what
// the test gives them, so that an editor's keys, timers and steps of undo are the same
// in both. Only the page's own scripts see this; the extension's have real time.

/** Runs in the page before any of its scripts. */
export function steady() {
  let state = 0x2545f491;
  const next = () => {
    // mulberry32, public domain
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  Math.random = () => next() / 2 ** 32;
  crypto.getRandomValues = (array) => array.map(() => next());
  crypto.randomUUID = () =>
    '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (c) =>
      (c ^ ((next() & 15) >> (c / 4))).toString(16),
    );

  // --- Time ---

  const start = 1_800_000_000_000; // ms since 1970
  let now = 0; // ms since the page began
  let lastId = 0;
  const waiting = new Map();
  const RealDate = Date;
  window.Date = class extends RealDate {
    constructor(...given) {
      if (given.length > 0) super(...given);
      else super(start + now);
    }
    static now() {
      return start + now;
    }
  };
  performance.now = () => now;
  const later = (act, delay, every) => {
    const due = now + Math.max(1, Number(delay) || 0);
    waiting.set(++lastId, { act, due, every });
    return lastId;
  };
  const drop = (id) => void waiting.delete(id);
  const realTimeout = window.setTimeout.bind(window);
  window.setTimeout = (act, delay, ...given) => later(() => act(...given), delay);
  window.setInterval = (act, delay, ...given) => later(() => act(...given), delay, delay);
  const realFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (act) => later(() => act(now), 16);
  window.requestIdleCallback = (act) =>
    later(() => act({ didTimeout: false, timeRemaining: () => 10 }), 1);
  window.clearTimeout = drop;
  window.clearInterval = drop;
  window.cancelAnimationFrame = drop;
  window.cancelIdleCallback = drop;

  /** Two frames of the screen: whatever had to be laid out or scrolled to is there. */
  const frame = () => new Promise((resolve) => realFrame(() => realFrame(resolve)));

  const { port1, port2 } = new MessageChannel();
  const turns = [];
  port1.onmessage = () => turns.shift()();
  /** Lets the browser's own tasks run, such as the news of a changed selection. */
  const turn = () =>
    new Promise((resolve) => {
      turns.push(resolve);
      port2.postMessage(null);
    });

  // Editors learn of a changed selection by an event that comes when the browser finds time.
  const selected = () => {
    const selection = document.getSelection();
    if (!selection || selection.rangeCount === 0) return [];
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
    return [anchorNode, anchorOffset, focusNode, focusOffset];
  };
  let told = [];
  const hear = () => {
    told = selected();
  };
  document.addEventListener('selectionchange', hear, true);

  /** Lets the browser's own tasks run until the page was told of its selection. */
  async function news() {
    await turn();
    for (let tries = 0; tries < 10; tries++) {
      const now = selected();
      if (now.length === told.length && now.every((x, i) => x === told[i])) return;
      await new Promise((resolve) => realTimeout(resolve, 1));
    }
  }

  async function pass(ms) {
    const end = now + ms;
    for (;;) {
      const [id, first] = [...waiting].reduce(
        (soonest, entry) => (entry[1].due < soonest[1].due ? entry : soonest),
        [0, { due: Number.POSITIVE_INFINITY }],
      );
      if (first.due > end) break;
      now = Math.max(now, first.due);
      if (first.every) first.due = now + Math.max(1, first.every);
      else waiting.delete(id);
      first.act();
      await null;
    }
    now = end;
  }

  /** Lets time pass, with the browser's own tasks before and after. */
  async function live(ms) {
    await news();
    await pass(ms);
    await news();
  }

  // --- State ---

  const own = (node) => node.localName === 'bedside-root';

  /**
   * Where a node stands in the document, as numbers of children from the top, without
   * what is Bedside's.
   */
  function place(node) {
    if (!node) return 'nowhere';
    const steps = [];
    for (let at = node; at.parentNode || at.host; at = at.parentNode ?? at.host) {
      const all = [...(at.parentNode?.childNodes ?? [])].filter((one) => !own(one));
      steps.unshift(at.parentNode ? all.indexOf(at) : 's');
    }
    return steps.join('.');
  }

  /** An end of a selection. */
  function end(node, offset) {
    const before = [...(node?.childNodes ?? [])].slice(0, offset);
    return `${place(node)}:${offset - before.filter(own).length}`;
  }

  const bedside = '<bedside-root></bedside-root>';

  function markup(root, scrolls) {
    const parts = [];
    for (const node of root.childNodes) {
      if (!own(node)) parts.push((node.outerHTML ?? node.data).replace(bedside, ''));
    }
    for (const node of root.querySelectorAll('*')) {
      if (node.shadowRoot) parts.push('#shadow', ...markup(node.shadowRoot, scrolls));
      if (node.localName === 'iframe' && node.contentDocument) {
        parts.push('#frame', ...markup(node.contentDocument.documentElement, scrolls));
      }
      if ('value' in node && node.localName !== 'button') parts.push(`#value ${node.value}`);
      if (scrolls && (node.scrollTop || node.scrollLeft)) {
        parts.push(`#scrolled ${place(node)} ${node.scrollTop} ${node.scrollLeft}`);
      }
    }
    return parts;
  }

  function deepFocus() {
    let at = document.activeElement;
    for (;;) {
      const inner = at?.shadowRoot?.activeElement ?? at?.contentDocument?.activeElement;
      if (!inner) return at;
      at = inner;
    }
  }

  /** All that must be the same, one line to a thing. */
  function read(scrolls) {
    const focused = deepFocus();
    // By Tab the keys leave a page at its end, be it for the badge, which comes after it.
    const holder = focused && own(focused) ? document.body : focused;
    // In a field the document's own selection is out of use, and where it lies is chance.
    const inField = typeof focused?.selectionStart === 'number';
    const range = inField ? null : focused?.ownerDocument.getSelection();
    const html = document.documentElement;
    return [
      `model ${JSON.stringify(window.model())}`,
      `inside ${window.inside?.()}`,
      `posts ${JSON.stringify(window.posts)}`,
      `refused ${JSON.stringify(window.violations)}`,
      `focus ${place(holder)}`,
      `selection ${end(range?.anchorNode, range?.anchorOffset)} ${end(range?.focusNode, range?.focusOffset)}`,
      `field ${focused?.selectionStart}-${focused?.selectionEnd} ${focused?.selectionDirection}`,
      scrolls ? `scroll ${scrollX} ${scrollY}` : 'scroll not looked at',
      `html ${[...html.attributes].map((a) => `${a.name}=${a.value}`)}`,
      ...markup(html, scrolls),
    ].join('\n');
  }

  /** FNV-1a over UTF-16 code units, 32 bits. */
  function hash(text) {
    let h = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    return h >>> 0;
  }

  /**
   * A copy of what a textarea holds, as pages keep one to know how high it should be. In
   * Chromium, where a long textarea is scrolled to after a new line hangs on whether the
   * page laid out such a copy; Bedside's underlines need one.
   */
  function copyField() {
    const copy = document.createElement('output');
    copy.append('');
    copy.style.cssText =
      'position: fixed; left: 0; bottom: 0; width: 300px; height: 50px; overflow: hidden; visibility: hidden';
    document.documentElement.append(copy);
    document.addEventListener('input', ({ target }) => {
      copy.firstChild.data = target.value ?? '';
    });
  }

  const states = [];
  let field;
  window.steady = {
    frame,
    turn,
    news,
    /** Inserts what typing cannot make, if the editor can do so where the caret is. */
    atom() {
      try {
        window.atom();
      } catch {
        // The caret is elsewhere.
      }
    },
    /** Lets an editor begin: what it put off until later has been done when this is over. */
    begin() {
      copyField();
      return live(500);
    },
    /** Lets the page live for so long, ms. */
    live,
    /** The states after each step so far, in full. */
    states,
    /**
     * Lets that much time pass, ms, and takes down how things stand: a hash of it; where
     * they are scrolled only if told so.
     */
    async step(ms, scrolls) {
      field ??= deepFocus();
      await live(ms);
      states.push(read(scrolls));
      return hash(states.at(-1));
    },
    /**
     * Lets the focus go elsewhere and come back, as it does when an author looks into
     * anything that is not of the page.
     */
    async refocus() {
      const back = deepFocus();
      const { selectionStart, selectionEnd, selectionDirection } = back;
      const selection = back.ownerDocument.getSelection();
      const range = selection.rangeCount > 0 && [
        ...[selection.anchorNode, selection.anchorOffset],
        ...[selection.focusNode, selection.focusOffset],
      ];
      const elsewhere = document.createElement('bedside-root');
      elsewhere.tabIndex = -1;
      document.documentElement.append(elsewhere);
      elsewhere.focus({ preventScroll: true });
      await turn();
      back.focus({ preventScroll: true });
      if (typeof selectionStart === 'number') {
        back.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
      } else if (range) {
        selection.setBaseAndExtent(...range);
      }
      elsewhere.remove();
    },
    /**
     * Whether a button has the keys, such as Post after Tab: what presses it posts on a page
     * without Bedside and is held on the other, and means nothing for this experiment.
     */
    onButton: () => deepFocus()?.localName === 'button',
    /** Scrolls what has the keys to its beginning. */
    toTop: () => void deepFocus()?.scrollTo(0, 0),
    /** Whether what has the keys holds more text than fits into it. */
    isLong() {
      const { scrollHeight, clientHeight } = deepFocus() ?? document.body;
      return scrollHeight > clientHeight;
    },
    /**
     * A point of the window in the field that had the keys first, by shares of its width
     * and height; null when the editor took that field away.
     */
    point(across, down) {
      if (!field?.isConnected) return null;
      let { left, top, width, height } = field.getBoundingClientRect();
      for (let view = field.ownerDocument.defaultView; view.frameElement; view = view.parent) {
        const frame = view.frameElement;
        left += frame.getBoundingClientRect().left + frame.clientLeft;
        top += frame.getBoundingClientRect().top + frame.clientTop;
      }
      const within = (from, length, share) => Math.round(from + 2 + share * (length - 4));
      return [within(left, width, across), within(top, height, down)];
    },
  };
}
