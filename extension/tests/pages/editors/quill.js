// Quill, with emoji as pictures.

import Quill from 'quill/core';
import { element, openSite } from '../site.js';

const Embed = Quill.import('blots/embed');

class Emoji extends Embed {
  static blotName = 'emoji';
  static tagName = 'IMG';
  static className = 'emoji';
  static create() {
    return element('img', { class: 'emoji', alt: '\u{1F600}' });
  }
  static value(node) {
    return node.getAttribute('alt');
  }
}
Quill.register(Emoji);

openSite(({ holder, attributes, changed }) => {
  const place = element('div', {});
  holder.append(place);
  const quill = new Quill(place, { formats: ['emoji'], modules: { history: { delay: 400 } } });
  for (const [name, value] of Object.entries(attributes)) quill.root.setAttribute(name, value);
  quill.on('text-change', changed);
  return {
    field: quill.root,
    read: () =>
      quill
        .getContents()
        .ops.map(({ insert }) => insert.emoji ?? insert)
        .join('')
        .replace(/\n$/, ''),
    clear: () => quill.setText('', 'user'),
    atom() {
      const at = quill.getSelection(true).index;
      quill.insertEmbed(at, 'emoji', '\u{1F600}', 'user');
      quill.setSelection(at + 1, 'user');
    },
  };
});
