// What is underlined, as the page's own scripts can see it. Rich editors: the registry
// of highlights belongs to the document, so what a content script puts there is seen
// here too. Textareas: their mirror is in Bedside's closed shadow root, which the tests
// hand over; without it there is no mirror to see.

const gravity = { nudge: 1, caution: 2, stop: 3 };

/**
 * @typedef {object} Piece a painted stretch
 * @property {string} verdict
 * @property {number} start in characters of the field, line breaks not counted
 * @property {string} text without line breaks
 * @property {Range | Element} place
 */

const flat = (text) => text.replaceAll('\n', '');

const editable = '[contenteditable="true"]';

/** All elements that match, in the order of the page, in shadow roots and frames too. */
function* all(root, selector) {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(selector)) yield element;
    const inner = element.shadowRoot ?? (element.localName === 'iframe' && element.contentDocument);
    if (inner) yield* all(inner, selector);
  }
}

/** The documents of the page: its own, and those of its frames. */
function* documents() {
  yield document;
  for (const frame of document.querySelectorAll('iframe')) yield frame.contentDocument;
}

/** @returns {Piece[]} */
function highlighted() {
  const found = [];
  // A field begins behind all those before it, with a gap, as it goes on in none of them.
  const starts = new Map();
  let next = 0;
  for (const field of all(document, editable)) {
    starts.set(field, next);
    next += field.textContent.length + 1;
  }
  for (const { defaultView: view } of documents()) {
    for (const verdict of Object.keys(gravity)) {
      for (const range of view?.CSS.highlights.get(`bedside-${verdict}`) ?? []) {
        if (range.collapsed || !range.startContainer.isConnected) continue;
        const at = range.startContainer;
        const field = (at.closest ? at : at.parentElement).closest(editable);
        const before = view.document.createRange();
        before.selectNodeContents(field);
        before.setEnd(at, range.startOffset);
        const start = (starts.get(field) ?? 0) + before.toString().length;
        found.push({ verdict, start, text: range.toString(), place: range });
      }
    }
  }
  return found;
}

/** @returns {Piece[]} */
function mirrored(shadow) {
  const pieces = [];
  let start = 0;
  for (const mirror of shadow?.querySelectorAll('.bedside-mirror') ?? []) {
    if (!mirror.checkVisibility()) continue; // it is on its way out
    for (const node of mirror.firstChild.childNodes) {
      const text = flat(node.textContent);
      if (node.className) {
        const verdict = node.className.replace('bedside-', '');
        pieces.push({ verdict, start, text, place: node });
      }
      start += text.length;
    }
  }
  return pieces;
}

/** Stretches that touch and look alike are one; where they overlap, the gravest is seen. */
function runs(pieces) {
  const seen = [];
  for (const piece of pieces) {
    for (let i = 0; i < piece.text.length; i++) {
      const at = piece.start + i;
      if (gravity[piece.verdict] > (gravity[seen[at]?.verdict] ?? 0)) {
        seen[at] = { verdict: piece.verdict, letter: piece.text[i], place: piece.place };
      }
    }
  }
  const found = [];
  let last;
  seen.forEach(({ verdict, letter, place }, at) => {
    if (last && last.verdict === verdict && last.end === at) {
      last.text += letter;
      last.end++;
    } else {
      last = { verdict, text: letter, end: at + 1, place };
      found.push(last);
    }
  });
  return found;
}

/** What is underlined, in the order of the text. */
window.marks = (shadow) =>
  runs([...highlighted(), ...mirrored(shadow)]).map(({ verdict, text }) => ({ verdict, text }));

/** The box of the first line of a mark, CSS pixels in the viewport. */
window.boxOfMark = (shadow, index) => {
  const { place } = runs([...highlighted(), ...mirrored(shadow)])[index];
  const [{ x, y, width, height }] = place.getClientRects();
  const { ownerDocument } = place.startContainer ?? place;
  const frame = ownerDocument.defaultView.frameElement;
  if (!frame) return { x, y, width, height };
  const { left, top } = frame.getBoundingClientRect();
  return { x: x + left + frame.clientLeft, y: y + top + frame.clientTop, width, height };
};

/**
 * Starts to time the way from the next key press to the frame in which a stretch ending
 * in `text` is underlined. window.timed will be the milliseconds between; the frame has
 * been painted when the task after it runs.
 */
window.timeUnderline = (shadow, text) => {
  window.timed = new Promise((resolve) => {
    const look = (since) => {
      if (!window.marks(shadow).some((mark) => mark.text.endsWith(text))) {
        requestAnimationFrame(() => look(since));
        return;
      }
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - since);
      port2.postMessage(null);
    };
    addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => look(timeStamp)), {
      capture: true,
      once: true,
    });
  });
};
