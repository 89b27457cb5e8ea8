import type { Editor } from './editor';
import { FieldEditor } from './field';
import { RichEditor } from './rich';

export type { Editor } from './editor';

/** The editor of a field one writes in. */
export function editorOf(element: HTMLElement): Editor {
  return element instanceof HTMLTextAreaElement
    ? new FieldEditor(element)
    : new RichEditor(element);
}
