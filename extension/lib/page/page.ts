/**
 * Bedside on one page: waits for a composer to be focused and opens a session for it.
 * Until then it only listens for that; it watches nothing and runs no timer.
 */
import type { Site } from '../sites';
import { attemptOf } from './attempt';
import { Cards } from './cards';
import { Corner } from './corner';
import { Gate } from './gate';
import { isOwn, removeHost } from './host';
import { isAlive } from './link';
import { Session } from './session';

/** Starts Bedside on the page; returns how to end it without a trace. */
export function startPage(site: Site): () => void {
  const sessions = new Map<HTMLElement, Session>();
  const cards = new Cards((session) => corner.open(session));
  const corner = new Corner((session, finding) => cards.show(session, finding));
  let current: Session | null = null;

  const drop = (session: Session) => {
    sessions.delete(session.element);
    cards.drop(session);
    corner.drop(session);
    session.close();
    if (current === session) current = null;
  };
  const dropAll = () => {
    for (const session of [...sessions.values()]) drop(session);
    gate.close();
    removeHost();
  };
  const dropGone = () => {
    for (const session of [...sessions.values()]) {
      if (!session.element.isConnected) drop(session);
    }
    if (sessions.size > 0) return;
    gate.close();
    removeHost();
  };
  const open = (composer: HTMLElement): Session => {
    let session = sessions.get(composer);
    if (!session) {
      const changed = (s: Session) => {
        cards.changed(s);
        corner.changed(s);
      };
      session = new Session(composer, site, { changed, off: dropAll });
      sessions.set(composer, session);
    }
    return session;
  };
  const drafts = {
    of: (composer: HTMLElement) =>
      sessions.get(composer) ?? (hasText(composer) && isAlive() ? open(composer) : null),
  };
  const gate = new Gate({ attempt: (event) => attemptOf(event, site, drafts) });

  const onFocus = (event: FocusEvent) => {
    const target = event.composedPath()[0];
    if (!(target instanceof HTMLElement)) return;
    const composer = target.closest<HTMLElement>(site.composer);
    if (sessions.size > 0) dropGone();
    if (!composer) return;
    if (!isAlive()) return stop();
    current = open(composer);
    current.look();
  };
  const onKey = (event: KeyboardEvent) => {
    const inside = current && event.composedPath().includes(current.element);
    if (!cards.key(event, inside ? current : null)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onPress = (event: Event) => {
    cards.pressed(event);
    if (!isOwn(event)) corner.close();
  };
  // Pages empty a textarea without an event, mostly after something was clicked or typed.
  const onAfter = () => {
    if (sessions.size === 0) return;
    requestAnimationFrame(() => {
      for (const session of sessions.values()) session.look();
    });
  };

  const stopGate = gate.listen();
  addEventListener('focusin', onFocus, { capture: true });
  addEventListener('keydown', onKey, { capture: true });
  addEventListener('pointerdown', onPress, { capture: true });
  addEventListener('click', onAfter);
  addEventListener('keyup', onAfter);

  function stop(): void {
    stopGate();
    removeEventListener('focusin', onFocus, { capture: true });
    removeEventListener('keydown', onKey, { capture: true });
    removeEventListener('pointerdown', onPress, { capture: true });
    removeEventListener('click', onAfter);
    removeEventListener('keyup', onAfter);
    dropAll();
  }
  return stop;
}

function hasText(composer: HTMLElement): boolean {
  const text = composer instanceof HTMLTextAreaElement ? composer.value : composer.textContent;
  return text !== '' && text !== null;
}
