// A replica composer: the site's own markup around a real editor. Each editor's page
// (editors/*.js) calls openSite with how to begin one; which site it stands for is in the
// page as JSON (see ../harness/sites.mjs).

import { post, reveal } from './report.js';

/**
 * @typedef {object} Begun an editor that has begun in a place of the page
 * @property {HTMLElement} field what takes the keys
 * @property {() => string} read the text that its model holds, lines by \n
 * @property {() => void} clear
 * @property {() => void} [atom] inserts what typing cannot make, like a mention, at the caret
 */

/**
 * @param {(place: {holder: HTMLElement, attributes: Record<string, string>,
 *   changed: () => void}) => Begun} begin
 *   begins an editor in the holder; its field gets the attributes, and changed is to be
 *   called when its text is another
 */
export function openSite(begin) {
  const site = JSON.parse(document.getElementById('replica').textContent);
  document.querySelector('dialog[data-modal]')?.showModal();
  const inFrame = site.frame && openFrame(site.frame);
  const parts = [];

  const find = (selector) => deep(document, selector);
  const read = () => parts.map((part) => part.read()).join('\n\n');
  const changed = () => {
    const button = find(site.button);
    if (button?.localName === 'button') button.disabled = read() === '';
  };
  const add = (holder) => {
    const attributes = Object.fromEntries(
      Object.entries(site.attributes ?? {}).map(([name, value]) => [
        name,
        value.replaceAll('%n', parts.length),
      ]),
    );
    parts.push(begin({ holder, attributes, changed }));
    changed();
    return parts.at(-1);
  };
  const send = () => {
    const text = read();
    if (!text) return;
    post(text);
    for (const part of parts) part.clear();
    changed();
  };

  for (const holder of holders(inFrame ?? document)) add(holder);
  reveal(read);
  window.isFocused = () =>
    parts.some(({ field }) => field.getRootNode().activeElement === field) &&
    (!inFrame || document.activeElement.localName === 'iframe');
  window.atom = () => parts[0].atom();

  const onKey = (event) => {
    const inField = event.composedPath().some((e) => parts.some(({ field }) => e === field));
    if (!inField || event.key !== 'Enter' || event.shiftKey) return;
    const control = event.ctrlKey || event.metaKey;
    if (!site.ways.includes(control ? 'Control+Enter' : 'Enter')) return;
    event.preventDefault();
    event.stopPropagation();
    send();
  };
  for (const root of [document, inFrame]) root?.addEventListener('keydown', onKey, true);

  const button = find(site.button);
  const form = button?.closest('form');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  if (button && !(form && button.type === 'submit')) button.addEventListener('click', send);
  if (button && button.localName !== 'button') {
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      send();
    });
  }
  find(site.add)?.addEventListener('click', (event) => {
    event.preventDefault();
    const holder = document.createElement('div');
    holder.className = 'field';
    parts.at(-1).holder ??= [...holders(document)].at(-1);
    parts.at(-1).holder.after(holder);
    holder.dataset.draft = '';
    add(holder).field.focus();
  });
}

/** The places for editors, in shadow roots too. */
function* holders(root) {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches('[data-draft]')) yield element;
    if (element.shadowRoot) yield* holders(element.shadowRoot);
  }
}

/** The first element that matches, in shadow roots too. */
function deep(root, selector) {
  if (!selector) return null;
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(selector)) return element;
    const found = element.shadowRoot && deep(element.shadowRoot, selector);
    if (found) return found;
  }
  return null;
}

/** A frame of the same origin with the places for editors inside, as WordPress has it. */
function openFrame({ name, body, holders: count }) {
  const frame = document.createElement('iframe');
  Object.assign(frame, { name, title: 'Editor canvas' });
  document.querySelector('[data-frame]').append(frame);
  const inner = frame.contentDocument;
  inner.body.className = body;
  for (let n = 0; n < count; n++) {
    const holder = inner.createElement('div');
    holder.dataset.draft = String(n);
    inner.body.append(holder);
  }
  return inner;
}

/** An element with attributes and children. */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
