/** Tells from an event whether somebody tries to post, what, and how to do it again. */
import type { Site } from '../sites';
import type { Attempt } from './gate';
import type { Session } from './session';

/** The sessions of a page. */
export interface Drafts {
  /** The session of a composer; opened if there is none and it holds text. */
  of(composer: HTMLElement): Session | null;
}

/** The attempt to post that an event is part of, or null. */
export function attemptOf(event: Event, site: Site, drafts: Drafts): Attempt | null {
  const path = event.composedPath().filter((n) => n instanceof HTMLElement);
  if (event.type === 'submit') return bySubmit(event as SubmitEvent, site, drafts);
  if (event instanceof KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== ' ') return null;
    return byKey(event, path, site, drafts) ?? byControl(event, path, site, drafts);
  }
  return byControl(event, path, site, drafts);
}

/** Keys in the composer that send. */
function byKey(
  event: KeyboardEvent,
  path: HTMLElement[],
  site: Site,
  drafts: Drafts,
): Attempt | null {
  const composer = path.find((e) => e.matches(site.composer));
  if (!composer || event.key !== 'Enter' || event.isComposing) return null;
  const withControl = event.ctrlKey || event.metaKey;
  const alone = !withControl && !event.shiftKey && !event.altKey && site.enterPosts(composer);
  if (!withControl && !alone) return null;
  const draft = drafts.of(composer);
  if (!draft) return null;
  const target = path[0]!;
  return {
    drafts: [draft],
    sends: event.type === 'keydown',
    repeat: () => press(target.isConnected ? target : composer, event),
  };
}

/** Pointer or keys on what sends. */
function byControl(event: Event, path: HTMLElement[], site: Site, drafts: Drafts): Attempt | null {
  const control = path.find((e) => e.matches(site.post));
  if (!control || isDisabled(control)) return null;
  const { scope, sessions } = around(control, site, drafts);
  if (sessions.length === 0) return null;
  return {
    drafts: sessions,
    sends: event.type === 'click' || event.type === 'keydown',
    repeat: () => {
      // The page may have drawn its button anew while the dialog was open.
      const again = control.isConnected ? control : scope.querySelector<HTMLElement>(site.post);
      again?.click();
    },
  };
}

function bySubmit(event: SubmitEvent, site: Site, drafts: Drafts): Attempt | null {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return null;
  const sessions = within(form, site, drafts);
  if (sessions.length === 0) return null;
  const { submitter } = event;
  return {
    drafts: sessions,
    sends: true,
    repeat: () => form.requestSubmit(submitter?.isConnected ? submitter : null),
  };
}

/** The drafts that a control sends: those in the smallest part of the page it shares with any. */
function around(
  control: HTMLElement,
  site: Site,
  drafts: Drafts,
): { scope: HTMLElement; sessions: Session[] } {
  let scope = control;
  for (let e = control.parentElement; e; e = e.parentElement) {
    scope = e;
    if (!e.querySelector(site.composer)) continue;
    return { scope, sessions: within(e, site, drafts) };
  }
  return { scope, sessions: [] };
}

function within(scope: HTMLElement, site: Site, drafts: Drafts): Session[] {
  return [...scope.querySelectorAll<HTMLElement>(site.composer)].flatMap((e) => drafts.of(e) ?? []);
}

function isDisabled(control: HTMLElement): boolean {
  return control.matches(':disabled') || control.getAttribute('aria-disabled') === 'true';
}

/** Presses a key again, with all that goes with it. */
function press(target: HTMLElement, like: KeyboardEvent): void {
  const { key, code, location, ctrlKey, metaKey, shiftKey, altKey } = like;
  const init = {
    ...{ key, code, location, ctrlKey, metaKey, shiftKey, altKey },
    keyCode: 13,
    which: 13,
    bubbles: true,
    cancelable: true,
    composed: true,
  };
  for (const type of ['keydown', 'keyup']) target.dispatchEvent(new KeyboardEvent(type, init));
}
