/**
 * Takes nodes off the page without cutting into what one Ctrl+Z takes back. In Chromium
 * the removal of any node, wherever it is in the document, ends the stretch of typing
 * that the browser would undo at once, which a step to a button and back does not. So while
 * a field has the keys, or may have them again, what is to go is hidden, and goes when they
 * are elsewhere.
 */
import { isElement } from '../dom';
import { inFirefox } from '../editors/editor';

/** The shadow root whose nodes are ours. */
let ours: ShadowRoot | null = null;
/** What is hidden by now and goes later, with how. */
const waiting = new Map<ChildNode, () => void>();
/** What takes text and had the keys last. */
let keysAt: EventTarget | null = null;
/** Whether the last that was done was a press, which ends a stretch of typing wherever it falls. */
let pressed = false;

/**
 * Has every node of a shadow root taken away in this manner, whoever calls its remove():
 * Preact does, for all that it draws. The page's own scripts have prototypes of their own.
 */
export function spareTyping(root: ShadowRoot): void {
  const first = ours === null;
  ours = root;
  if (inFirefox || !first) return;
  for (const type of [Element.prototype, CharacterData.prototype]) {
    const { remove } = type;
    type.remove = function (this: ChildNode) {
      if (this.getRootNode() !== ours || !mustSpare()) return remove.call(this);
      hide(this);
      waiting.set(this, () => remove.call(this));
    };
  }
}

/**
 * The keys go to this element now, or to none: what waited to be taken away goes, unless they
 * may come back to where they were and go on.
 */
export function keysMoved(to: EventTarget | undefined): void {
  if (to === keysAt) return; // the window was left, and is back
  if (to ? isElement(to) && !mayWrite(to) : mustSpare()) return;
  keysAt = to ?? null;
  takeAway();
}

/** A press or a key was heard, which may send the keys elsewhere. */
export function heard(event: 'press' | 'key'): void {
  pressed = event === 'press';
}

/** Whether an element, or what is in it, may take text. A button takes none. */
function mayWrite(element: HTMLElement): boolean {
  return (
    element.isContentEditable ||
    element.matches('input, textarea, iframe, object, embed') ||
    element.localName.includes('-') ||
    element.shadowRoot !== null
  );
}

/** Takes away what waited for it. */
export function takeAway(): void {
  for (const remove of waiting.values()) remove();
  waiting.clear();
}

/** Whether a node is there for good, rather than waiting to be taken away. */
export function remains(node: ChildNode): boolean {
  return !waiting.has(node);
}

/**
 * Whether a field may have the keys, so that no node may be taken off the page. By Tab they
 * may also leave the page, and come back to the same typing; that the document has no focus
 * then is known too late.
 */
export function mustSpare(): boolean {
  if (inFirefox) return false;
  if (!document.hasFocus()) return true;
  const { activeElement, body } = document;
  if (activeElement === body) return body.isContentEditable || mayComeBack();
  return activeElement !== null && activeElement !== ours?.host;
}

function mayComeBack(): boolean {
  return !pressed && keysAt !== null && isElement(keysAt) && keysAt.isConnected;
}

/** Hides a node, so that neither eyes, screen readers nor names (ids) find it, and empties it. */
function hide(node: ChildNode): void {
  const texts = document.createNodeIterator(node, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) text.nodeValue = '';
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  const element = node as HTMLElement | SVGElement;
  element.style.setProperty('display', 'none', 'important');
  for (const named of [element, ...element.querySelectorAll('[id], [data-bedside]')]) {
    named.removeAttribute('id');
    named.removeAttribute('data-bedside');
  }
}
