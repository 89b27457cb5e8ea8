/** Tells from an event whether somebody tries to post, what, and how to do it again. */
import { around, findAll, isElement } from '../dom';
import { type Site, sends } from '../sites';
import type { Attempt } from './gate';
import type { Session } from './session';

/** The drafts of a page. */
export interface Drafts {
  /** The draft that a field is part of; opened if there is none and the field holds text. */
  of(field: HTMLElement): Session | null;
  /** The fields of all drafts that are open. */
  fields(): HTMLElement[];
}

/** The attempt to post that an event is part of, or null. */
export function attemptOf(event: Event, site: Site, drafts: Drafts): Attempt | null {
  const path = event.composedPath().filter(isElement);
  if (event.type === 'submit') return bySubmit(event as SubmitEvent, site, drafts);
  if (!('key' in event)) return byControl(event, path, site, drafts);
  const press = event as KeyboardEvent;
  if (press.key !== 'Enter' && press.key !== ' ') return null;
  return byKey(press, path, site, drafts) ?? byControl(press, path, site, drafts);
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
  const control = path.find((e) => sends(site, e));
  if (!control || isDisabled(control)) return null;
  const { scope, fields } = nearest(control, site, drafts);
  const sessions = draftsOf(fields, drafts);
  if (sessions.length === 0) return null;
  return {
    drafts: sessions,
    sends: event.type === 'click' || event.type === 'keydown',
    repeat: () => {
      // The page may have drawn its button anew while the dialog was open.
      const again = control.isConnected ? control : controlsIn(scope, site)[0];
      again?.click();
    },
  };
}

function bySubmit(event: SubmitEvent, site: Site, drafts: Drafts): Attempt | null {
  const form = event.target as HTMLFormElement;
  if (form.localName !== 'form') return null;
  const sessions = draftsOf(findAll(form, site.composer, site.deep ?? false), drafts);
  if (sessions.length === 0) return null;
  const { submitter } = event;
  return {
    drafts: sessions,
    sends: true,
    repeat: () => form.requestSubmit(submitter?.isConnected ? submitter : null),
  };
}

/** The fields that a control sends: those in the smallest part of the page it shares with any. */
export function nearest(
  control: HTMLElement,
  site: Site,
  drafts: Drafts,
): { scope: Node; fields: HTMLElement[] } {
  const above = [...around(control)];
  const height = new Map(above.map((node, i) => [node, i]));
  const all = new Set(drafts.fields());
  for (const field of findAll(document, site.composer, site.deep ?? false)) all.add(field);
  let lowest = Number.POSITIVE_INFINITY;
  let fields: HTMLElement[] = [];
  for (const field of all) {
    for (const node of around(field)) {
      const at = height.get(node);
      if (at === undefined) continue;
      if (at < lowest) fields = [];
      if (at <= lowest) fields.push(field);
      lowest = Math.min(lowest, at);
      break;
    }
  }
  return { scope: above[lowest] ?? document, fields };
}

/** What sends, in a part of the page. */
export function controlsIn(scope: Node, site: Site): HTMLElement[] {
  const selector = site.post.map(({ is }) => is).join();
  return findAll(scope, selector, site.deep ?? false).filter((e) => sends(site, e));
}

function draftsOf(fields: HTMLElement[], drafts: Drafts): Session[] {
  return [...new Set(fields.flatMap((field) => drafts.of(field) ?? []))];
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
