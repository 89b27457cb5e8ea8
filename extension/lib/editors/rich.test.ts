// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RichEditor } from './rich';

vi.mock('../page/highlights', () => ({ dress: () => {}, show: () => {} }));

let title: Text;
let draft: Text;
let editor: RichEditor;

beforeEach(() => {
  document.body.innerHTML = '<h1>Title</h1><div contenteditable="true" tabindex="0">a draft</div>';
  title = document.querySelector('h1')!.firstChild as Text;
  const element = document.querySelector('div')!;
  draft = element.firstChild as Text;
  editor = new RichEditor(element);
});

const selected = () => {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection()!;
  return [anchorNode, anchorOffset, focusNode, focusOffset];
};

describe('coming back to a field', () => {
  for (const name of ['a caret', 'words', 'what begins outside', 'what ends outside'] as const) {
    it(`selects again ${name}`, () => {
      const was = {
        'a caret': [draft, 3, draft, 3],
        words: [draft, 5, draft, 2],
        'what begins outside': [title, 1, draft, 4],
        'what ends outside': [draft, 4, title, 2],
      }[name] as [Text, number, Text, number];
      getSelection()!.setBaseAndExtent(...was);
      const caret = editor.caret();
      getSelection()!.setBaseAndExtent(title, 0, title, 0);
      editor.focus(caret);
      expect(selected()).toEqual(was);
    });
  }

  it('selects again what lies outside while the field has the keys', () => {
    editor.element.focus();
    getSelection()!.setBaseAndExtent(title, 2, title, 2);
    const caret = editor.caret();
    getSelection()!.setBaseAndExtent(draft, 1, draft, 1);
    editor.focus(caret);
    expect(selected()).toEqual([title, 2, title, 2]);
  });

  it('selects nothing where only the host of its shadow root is said to be', () => {
    const host = document.body.appendChild(document.createElement('p'));
    host.attachShadow({ mode: 'open' }).append(editor.element);
    editor.element.focus();
    getSelection()!.setBaseAndExtent(document.body, 1, document.body, 1);
    editor.focus(editor.caret());
    expect(selected()).toEqual([draft, 7, draft, 7]);
  });

  it('selects nothing that is not there any more', () => {
    getSelection()!.setBaseAndExtent(title, 1, draft, 4);
    const caret = editor.caret();
    title.remove();
    editor.focus(caret);
    expect(selected()).toEqual([draft, 4, draft, 4]);
  });
});
