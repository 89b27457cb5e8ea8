/**
 * The page as its author sees it: one tree, though parts of it lie in open shadow roots
 * and in frames of the same origin. Nodes of a frame belong to classes of its own, so
 * nothing here (and nowhere in a content script) asks `instanceof`.
 */

/** True for an element that can have the focus. */
export function isElement(node: EventTarget | null | undefined): node is HTMLElement {
  return (node as Node | null | undefined)?.nodeType === 1;
}

/** The node around a node, out of shadow roots and frames too; null at the top. */
export function parentOf(node: Node): Node | null {
  if (node.parentNode) return node.parentNode;
  if ('host' in node) return (node as ShadowRoot).host;
  return frameOf(node as Document);
}

/** The element that a document is shown in; null for the page itself. */
function frameOf(document: Document): Element | null {
  return document.defaultView?.frameElement ?? null;
}

/** The nearest element that matches, the node itself included, out of shadow roots and frames. */
export function closest(node: Node, selector: string): HTMLElement | null {
  for (let at: Node | null = node; at; at = parentOf(at)) {
    if (isElement(at) && at.matches(selector)) return at;
  }
  return null;
}

/** The nodes around a node, itself first. */
export function* around(node: Node): Generator<Node> {
  for (let at: Node | null = node; at; at = parentOf(at)) yield at;
}

/** True while a node is to be found in the page, in a frame that is itself in the page. */
export function isInPage(node: Node): boolean {
  if (!node.isConnected) return false;
  const document = node.ownerDocument!;
  if (document === window.document) return true;
  const frame = frameOf(document);
  return frame !== null && isInPage(frame);
}

/** All elements that match, in the order of the page; deep looks into shadow roots and frames. */
export function findAll(scope: Node, selector: string, deep: boolean): HTMLElement[] {
  const root = scope as Element | Document | ShadowRoot;
  if (!deep) return [...root.querySelectorAll<HTMLElement>(selector)];
  const found: HTMLElement[] = [];
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (element.matches(selector)) found.push(element);
    const inner = element.shadowRoot ?? (element.localName === 'iframe' && insideOf(element));
    if (inner) found.push(...findAll(inner, selector, true));
  }
  return found;
}

/** What a frame shows, or null when that is none of this page's business. */
export function insideOf(frame: Element): Document | null {
  try {
    return (frame as HTMLIFrameElement).contentDocument;
  } catch {
    return null;
  }
}

/** The element that has the focus, within shadow roots; at most a frame, never inside it. */
export function focused(document: Document): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** True when the keys go to an element. */
export function hasFocus(element: Element): boolean {
  return (element.getRootNode() as Document | ShadowRoot).activeElement === element;
}

/** How far the top left corner of a document lies from that of the window, CSS pixels. */
export function offsetOf(document: Document): { x: number; y: number } {
  let x = 0;
  let y = 0;
  for (let frame = frameOf(document); frame; frame = frameOf(frame.ownerDocument)) {
    const box = frame.getBoundingClientRect();
    x += box.left + frame.clientLeft;
    y += box.top + frame.clientTop;
  }
  return { x, y };
}

/** A box of a document, in the coordinates of the window. */
export function inWindow(document: Document, box: DOMRect): DOMRect {
  const { x, y } = offsetOf(document);
  return x || y ? new DOMRect(box.x + x, box.y + y, box.width, box.height) : box;
}
