/**
 * The one element Bedside adds to a page, and the closed shadow root inside it. It
 * stands beside the page's body, takes no room and no clicks of its own, and goes
 * when nothing is shown any more. Where the page shows a modal dialog all else is out of
 * reach, so there it stands at the end of the dialog.
 */

import { adopt } from '../../ui/styles';
import { closest } from '../dom';
import { keysMoved, mustSpare, remains, spareTyping, takeAway } from './discard';

export const hostTag = 'bedside-root';

const hostCSS = `
  :host {
    all: initial !important;
    color-scheme: light dark !important;
    position: fixed !important;
    inset: 0 !important;
    display: block !important;
    z-index: 2147483647 !important;
    pointer-events: none !important;
    user-select: none !important;
  }
`;

/** What the page must not hear from inside the card: its shortcuts and its own focus rules. */
const ownEvents = [
  'keydown',
  'keypress',
  'keyup',
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'click',
  'dblclick',
  'contextmenu',
  'focusin',
  'focusout',
  'input',
  'beforeinput',
];

interface Host {
  element: HTMLElement;
  root: ShadowRoot;
}

let host: Host | null = null;
let place: Element | null = null;

/** Chooses where to stand: within reach of those who write in this field. */
export function standBy(field: HTMLElement): void {
  place = field.ownerDocument === document ? closest(field, 'dialog:modal') : null;
  if (host?.element.isConnected && host.element.parentNode !== home()) {
    settle(host.element);
  }
}

const home = (): Element => (place?.matches(':modal') ? place : document.documentElement);

/** Puts the element in its place; not last in a dialog, whose end is where presses beside it select. */
function settle(element: HTMLElement): void {
  const at = home();
  at.insertBefore(element, at === document.documentElement ? null : at.lastElementChild);
}

/** The shadow root, made when first wanted. */
export function shadow(): ShadowRoot {
  if (!host) {
    const element = document.createElement(hostTag);
    const root = element.attachShadow({ mode: 'closed', delegatesFocus: false });
    adopt(root, hostCSS);
    spareTyping(root);
    for (const type of ownEvents) element.addEventListener(type, (e) => e.stopPropagation());
    // A click in the card must not take the caret out of the draft.
    root.addEventListener('mousedown', (e) => {
      if (e.target instanceof Element && e.target.closest('.bd-card, .bd-badge')) {
        e.preventDefault();
      }
    });
    host = { element, root };
  }
  if (!host.element.isConnected) settle(host.element);
  return host.root;
}

/** True when an event comes out of what Bedside shows. */
export function isOwn(event: Event): boolean {
  return host !== null && event.composedPath().includes(host.element);
}

/** False when there is nothing on the page, be it that the page took it away. */
export function isShown(): boolean {
  return host?.element.isConnected ?? false;
}

/** What has the focus inside, or null. */
export function ownFocus(): Element | null {
  return host?.root.activeElement ?? null;
}

/** Takes the element off the page while there is nothing in it; it comes back when wanted. */
export function tidyHost(): void {
  if (mustSpare()) return; // it takes no room
  const nodes = host?.root.children ?? [];
  if ([...nodes].every((n) => n.localName === 'style' || !remains(n))) host?.element.remove();
}

/** The keys go elsewhere: what had to stay on the page for the typing's sake goes. */
export function moveKeys(to: EventTarget | undefined): void {
  keysMoved(to);
  tidyHost();
}

/** Takes the element off the page, and one that an earlier script of the extension left. */
export function removeHost(): void {
  takeAway();
  for (const element of document.querySelectorAll(hostTag)) element.remove();
  host = null;
  place = null;
}
