/**
 * Bedside on one page: waits for a composer to be focused and opens a session for it.
 * Until then it only listens for that; it watches nothing and runs no timer.
 */
import { Attachments } from '../attachments/attachments';
import { focused, insideOf, isElement } from '../dom';
import type { Fit } from '../protocol';
import { recognise, type Site } from '../sites';
import { attemptOf } from './attempt';
import { Cards } from './cards';
import { Corner } from './corner';
import { heard } from './discard';
import { OpenDrafts } from './drafts';
import { fitOf } from './fit';
import { Gate } from './gate';
import { sweep } from './highlights';
import { isOwn, moveKeys, removeHost, standBy } from './host';
import { isAlive } from './link';
import type { Session } from './session';

export interface Page {
  /** Ends Bedside on the page without a trace. */
  stop(): void;
  /** Whether the page is as Bedside knows it. */
  fit(): Fit;
}

/** Starts Bedside on the page; a site that is not known by its address is known by its looks. */
export function startPage(known: Site | undefined): Page {
  let found = known;
  const site = (): Site => {
    if (found) return found;
    const looks = recognise(document);
    if (document.readyState !== 'loading') found = looks;
    return looks;
  };
  const cards = new Cards((session) => corner.open(session));
  const corner = new Corner((session, finding) => cards.show(session, finding));
  let current: Session | null = null;
  let last: HTMLElement | null = null;
  const windows = new Map<Window, () => void>();

  const clear = () => {
    gate.close();
    removeHost();
  };
  const drafts = new OpenDrafts(
    site,
    {
      changed(session) {
        cards.changed(session);
        corner.changed(session);
        gate.changed(session);
        attachments.changed(session);
      },
      off: dropAll,
      orphaned: stop,
    },
    (session) => {
      cards.drop(session);
      corner.drop(session);
      attachments.drop(session);
      if (current === session) current = null;
    },
  );
  const attachments = new Attachments(site, drafts);
  const gate = new Gate({
    attempt(event) {
      const attempt = attemptOf(event, site(), drafts);
      // A draft that is being posted is in use, and soon empty.
      for (const draft of attempt?.drafts ?? []) draft.wake();
      if (!attempt || isAlive()) return attempt;
      stop(); // left behind by an update: Post is no business of ours any more
      return null;
    },
  });

  function dropAll(): void {
    drafts.dropAll();
    clear();
  }

  const use = (target: EventTarget | null | undefined) => {
    if (!isElement(target)) return;
    if (drafts.size > 0) {
      drafts.dropGone();
      if (drafts.size === 0) clear();
    }
    if (target.matches('iframe')) return enter(target);
    last = target;
    const composer = target.closest<HTMLElement>(site().composer);
    if (!composer) {
      drafts.rest(null);
      return;
    }
    if (!isAlive()) return stop();
    current = drafts.open(composer);
    drafts.rest(current);
    current.wake();
    standBy(composer);
    current.look();
  };
  /** True when the extension has gone and left this script behind, which then ends. */
  const orphaned = (): boolean => {
    if (drafts.size === 0 || isAlive()) return false;
    stop();
    return true;
  };
  const onFocus = (event: Event) => {
    const [target] = event.composedPath();
    moveKeys(target);
    if (!isOwn(event)) use(target);
  };
  const onLeave = (event: Event) => {
    if (isOwn(event) || (event as FocusEvent).relatedTarget !== null) return;
    drafts.rest(null);
    moveKeys(undefined);
  };
  const onKey = (event: KeyboardEvent) => {
    if (orphaned()) return;
    heard('key');
    const path = event.composedPath();
    const inside = current?.editor.fields.some((field) => path.includes(field));
    if (!corner.key(event) && !cards.key(event, inside ? current : null)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onPress = (event: Event) => {
    if (orphaned()) return;
    heard('press');
    cards.pressed(event);
    if (!isOwn(event)) corner.close();
  };
  // Pages empty a textarea without an event, mostly after something was clicked or typed.
  const onAfter = () => {
    if (drafts.size > 0) requestAnimationFrame(() => drafts.look());
  };
  // The focus goes into a frame without a word to the page around it.
  const onBlur = (event: Event) => {
    const left = event.target as Window;
    if (left.window !== left) return; // an element's own
    // Firefox says where the focus went a moment later.
    setTimeout(() => {
      const frame = focused(left.document);
      if (frame?.matches('iframe')) enter(frame);
    });
  };

  /** Goes along into a frame, if it is of the same origin. */
  function enter(frame: Element): void {
    const inner = insideOf(frame);
    if (!inner?.defaultView) return;
    listen(inner.defaultView);
    use(focused(inner));
  }

  function listen(target: Window): void {
    windows.get(target)?.(); // its document may be another by now
    const stopGate = gate.listen(target);
    const stopAttachments = attachments.listen(target);
    const handlers: [string, (event: never) => void, boolean][] = [
      ['focusin', onFocus, true],
      ['focusout', onLeave, true],
      ['blur', onBlur, false],
      ['keydown', onKey, true],
      ['pointerdown', onPress, true],
      ['click', onAfter, false],
      ['keyup', onAfter, false],
    ];
    for (const [type, hear, capture] of handlers) {
      target.addEventListener(type, hear as EventListener, { capture });
    }
    windows.set(target, () => {
      stopGate();
      stopAttachments();
      for (const [type, hear, capture] of handlers) {
        target.removeEventListener(type, hear as EventListener, { capture });
      }
    });
  }

  function stop(): void {
    for (const silence of windows.values()) silence();
    windows.clear();
    dropAll();
  }

  // Firefox starts an updated extension on pages that are open, the old script dead.
  sweep();
  removeHost();
  listen(window);
  return { stop, fit: () => fitOf(last, site(), drafts) };
}
