import type { Field } from '../page/mirror';
import type { Editor } from './editor';
import { FieldEditor } from './field';
import { RichEditor } from './rich';

export type { Editor } from './editor';
export { Thread } from './thread';

/** The editor of a field one writes in. */
export function editorOf(element: HTMLElement): Editor {
  return element.localName === 'textarea' || element.localName === 'input'
    ? new FieldEditor(element as Field)
    : new RichEditor(element);
}
