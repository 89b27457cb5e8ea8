// An editing host that nobody minds, with emoji as pictures.

import { element, openSite } from '../site.js';

/** The text as the page itself would send it. */
function read(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replaceAll('\u00a0', ' ');
  if (node.localName === 'img') return node.alt;
  if (node.localName === 'br') return '\n';
  const text = [...node.childNodes].map(read).join('');
  const begins = ['div', 'p'].includes(node.localName) && node.previousSibling;
  return (begins ? '\n' : '') + (begins ? text.replace(/\n$/, '') : text);
}

openSite(({ holder, attributes, changed }) => {
  const { tag = 'div', ...rest } = attributes;
  // In a frame, an element of the frame's own.
  const field = holder.ownerDocument.createElement(tag);
  field.setAttribute('contenteditable', 'true');
  for (const [name, value] of Object.entries(rest)) field.setAttribute(name, value);
  holder.append(field);
  field.addEventListener('input', changed);
  return {
    field,
    read: () => [...field.childNodes].map(read).join('').replace(/\n$/, ''),
    clear: () => field.replaceChildren(),
    atom() {
      const emoji = element('img', { alt: '\u{1F600}', width: '20', height: '20' });
      const range = getSelection().getRangeAt(0);
      range.insertNode(emoji);
      getSelection().collapse(
        emoji.parentNode,
        [...emoji.parentNode.childNodes].indexOf(emoji) + 1,
      );
      changed();
    },
  };
});
