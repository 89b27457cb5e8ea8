/**
 * An editing host (contenteditable) as an Editor, whoever minds it: Draft.js, Lexical,
 * ProseMirror, Quill, Slate, CKEditor or nobody. Such editors keep a model of their own, so text is changed only through
 * the events that typing and pasting bring about.
 */
import { hasFocus, inWindow, isElement } from '../dom';
import { dress, type Painted, show } from '../page/highlights';
import type { Change, Mark } from '../report';
import { blocksByStyle, holdsAtoms, offsetOf, rangeOf, readText, type TextMap } from '../textmap';
import { becomes, carry, type Editor, inFirefox, join, pause, settleTime } from './editor';

export class RichEditor implements Editor {
  readonly element: HTMLElement;
  #isBlock = blocksByStyle();
  #map: TextMap;
  /** Where the caret was when it was last asked for here, and how to select again what was selected. */
  #asked: { caret: number | null; back: () => boolean } = { caret: null, back: () => false };
  #observer: MutationObserver | null = null;

  constructor(element: HTMLElement) {
    this.element = element;
    this.#map = readText(element, this.#isBlock);
    dress(element);
  }

  text(): string {
    this.#map = readText(this.element, this.#isBlock);
    return this.#map.text;
  }

  caret(): number | null {
    const caret = this.#caret();
    const selection = this.element.ownerDocument.getSelection();
    const begins = this.element.contains(selection?.anchorNode ?? null);
    // What is selected may end outside, or lie there while the field has the keys.
    if (caret !== null || begins || hasFocus(this.element)) {
      this.#asked = { caret, back: this.#selected() };
    }
    return caret;
  }

  #caret(): number | null {
    const place = caretIn(this.element);
    if (!place || !this.element.contains(place.node)) return null;
    return offsetOf(this.#map, place.node, place.offset);
  }

  focus(caret: number | null): void {
    const { caret: at, back } = this.#asked;
    const lost = this.#caret() === null;
    this.element.focus({ preventScroll: true });
    if (at === caret && back()) return;
    // Focus alone leaves some editors with the caret before the first letter.
    const wanted = caret ?? (lost ? this.#map.text.length : null);
    if (wanted === null) return;
    const place = this.#between(wanted);
    if (place) select(place);
  }

  /** Remembers what is selected; calling it selects that again, if it is still there. */
  #selected(): () => boolean {
    const selection = this.element.ownerDocument.getSelection();
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection ?? {};
    const within = (node: Node | null | undefined) => this.element.contains(node ?? null);
    // Of what is selected in a shadow root, the document may say only where its host is.
    const seen = this.element.getRootNode() === this.element.ownerDocument;
    return () => {
      // Either end may be outside, where a press with Shift began to select.
      if (!anchorNode?.isConnected || !focusNode?.isConnected) return false;
      if (!seen && !within(anchorNode) && !within(focusNode)) return false;
      selection?.setBaseAndExtent(anchorNode, anchorOffset!, focusNode, focusOffset!);
      return true;
    };
  }

  paint(marks: readonly Mark[]): void {
    const painted: Painted[] = [];
    for (const { start, end, severity } of marks) {
      const range = rangeOf(this.#map, start, end);
      if (range) painted.push({ range, severity });
    }
    show(this, painted);
  }

  boxes(start: number, end: number): DOMRect[] {
    const range = rangeOf(this.#map, start, end);
    if (!range) return [];
    const { ownerDocument } = this.element;
    return [...range.getClientRects()].map((box) => inWindow(ownerDocument, box));
  }

  async apply(changes: readonly Change[]): Promise<boolean> {
    const before = this.text();
    const caret = this.caret();
    if (!hasFocus(this.element)) {
      this.element.focus({ preventScroll: true });
      await pause(settleTime);
      if (this.text() !== before) return false;
    }
    let wanted = before;
    for (const change of this.#steps(before, changes).reverse()) {
      wanted = wanted.slice(0, change.start) + change.text + wanted.slice(change.end);
      await this.#replace(change);
      if (!(await becomes(() => this.text() === wanted))) return false;
    }
    if (caret !== null) await this.#putCaret(carry(caret, changes));
    return true;
  }

  watch(changed: () => void): void {
    this.rest();
    this.#observer = new MutationObserver(changed);
    this.#observer.observe(this.element, { childList: true, characterData: true, subtree: true });
  }

  rest(): void {
    this.#observer?.disconnect();
    this.#observer = null;
  }

  close(): void {
    this.rest();
    show(this, []);
  }

  /**
   * Changes as few replacements, for each is a step of undo: one for all, unless what
   * lies between them could not be made again by inserting plain text.
   */
  #steps(text: string, changes: readonly Change[]): Change[] {
    const steps: Change[] = [];
    let group: Change[] = [];
    for (const change of changes) {
      const from = group.at(-1)?.end;
      if (from !== undefined && this.#mustKeep(text, from, change.start)) {
        steps.push(join(text, group));
        group = [];
      }
      group.push(change);
    }
    if (group.length > 0) steps.push(join(text, group));
    return steps;
  }

  #mustKeep(text: string, start: number, end: number): boolean {
    if (holdsAtoms(this.#map, start, end)) return true;
    for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
      if (inFirefox || this.#map.soft.has(at)) return true;
    }
    return false;
  }

  /** Replaces as an author would: selects, lets the editor see it, and inserts. */
  async #replace(change: Change): Promise<void> {
    const { start, end, text } = change.text || inFirefox ? change : this.#widen(change);
    const range = rangeOf(this.#map, start, end) ?? this.#between(start);
    if (!range) return;
    select(range);
    await pause(settleTime);
    if (!inFirefox && (text ? this.#insert(range, text) : erase(range))) return;
    this.element.ownerDocument.execCommand(text ? 'insertText' : 'delete', false, text);
  }

  /**
   * Inserts over the selection; false when nobody took it. Slate hears of a selection up
   * to a tenth of a second late, but asks for it before it takes typed text.
   */
  #insert(range: Range, text: string): boolean {
    return this.element.hasAttribute('data-slate-editor') ? enter(range, text) : paste(range, text);
  }

  /**
   * A removal as a replacement: nobody pastes nothing, so a letter beside what goes is
   * taken along and put back.
   */
  #widen(change: Change): Change {
    const { start, end } = change;
    const before = /[^\n]$/u.exec(this.#map.text.slice(0, start))?.[0] ?? '';
    const after = before ? '' : (/^[^\n]/u.exec(this.#map.text.slice(end))?.[0] ?? '');
    const widened = { start: start - before.length, end: end + after.length };
    if (holdsAtoms(this.#map, widened.start, start) || holdsAtoms(this.#map, end, widened.end)) {
      return change;
    }
    return { ...widened, text: before + after };
  }

  /** The place of an insertion. */
  #between(at: number): Range | null {
    const range = rangeOf(this.#map, at - 1, at);
    range?.collapse(false);
    if (range) return range;
    const next = rangeOf(this.#map, at, at + 1);
    next?.collapse(true);
    return next;
  }

  async #putCaret(at: number): Promise<void> {
    const place = this.#between(at);
    if (!place) return;
    await pause(settleTime);
    select(place);
  }
}

/** Selects as an author does; ranges in shadow roots cannot be added, but their ends can be set. */
function select({ startContainer, startOffset, endContainer, endOffset }: Range): void {
  const selection = startContainer.ownerDocument?.getSelection();
  selection?.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
}

/** Where the caret is, within the shadow root that an element lies in. */
function caretIn(element: HTMLElement): { node: Node; offset: number } | null {
  const root = element.getRootNode() as Document | ShadowRoot;
  const selection: Selection | null =
    'getSelection' in root ? root.getSelection() : element.ownerDocument.getSelection();
  if (!selection?.focusNode) return null;
  if ('host' in root && !root.contains(selection.focusNode) && selection.getComposedRanges) {
    const [range] = selection.getComposedRanges({ shadowRoots: [root] });
    return range ? { node: range.endContainer, offset: range.endOffset } : null;
  }
  return { node: selection.focusNode, offset: selection.focusOffset };
}

/** Pastes plain text over the selection; false when nobody took it. */
function paste(range: Range, text: string): boolean {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  return !send(range, new ClipboardEvent('paste', { ...asTyped, clipboardData }));
}

/** Types plain text over the selection; false when nobody took it. */
function enter(range: Range, data: string): boolean {
  return !send(range, new InputEvent('beforeinput', { ...asTyped, inputType: 'insertText', data }));
}

/** Presses Backspace on the selection; false when nobody took it. */
function erase(range: Range): boolean {
  const inputType = 'deleteContentBackward';
  return !send(range, new InputEvent('beforeinput', { ...asTyped, inputType }));
}

const asTyped = { bubbles: true, cancelable: true, composed: true };

/** Sends an event to where the selection begins; false when the page prevented its default. */
function send({ startContainer: at }: Range, event: Event): boolean {
  const target = isElement(at) ? at : at.parentElement;
  return target?.dispatchEvent(event) ?? true;
}
