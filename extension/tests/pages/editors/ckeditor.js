// CKEditor 5, inline, with paragraphs and what is essential.

import { InlineEditor } from '@ckeditor/ckeditor5-editor-inline';
import { Essentials } from '@ckeditor/ckeditor5-essentials';
import { Paragraph } from '@ckeditor/ckeditor5-paragraph';
import { element, openSite } from '../site.js';

openSite(({ holder, attributes, changed }) => {
  const field = element('div', attributes);
  holder.append(field);
  const begun = { field, read: () => '', clear() {} };
  InlineEditor.create(field, { licenseKey: 'GPL', plugins: [Essentials, Paragraph] }).then(
    (editor) => {
      const { model } = editor;
      begun.read = () =>
        [...model.document.getRoot().getChildren()]
          .map((block) =>
            [...block.getChildren()].map((node) => (node.is('$text') ? node.data : '\n')).join(''),
          )
          .join('\n');
      begun.clear = () => editor.setData('');
      model.document.on('change:data', changed);
    },
  );
  return begun;
});
