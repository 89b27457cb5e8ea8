/**
 * Notices when a photo, a film or the like joins a draft, and reminds the author where
 * that matters. Files are seen as the author chooses, pastes or drops them; they are read
 * here, on the spot, and let go: what stays is their kind and which details they hold.
 */
import type { Mounted } from '../../ui/card';
import { langOf } from '../../ui/messages';
import { findAll, inWindow, isInPage } from '../dom';
import { within } from '../editors/editor';
import { controlsIn, nearest } from '../page/attempt';
import type { OpenDrafts } from '../page/drafts';
import { shadow, tidyHost } from '../page/host';
import type { Session } from '../page/session';
import type { Report } from '../report';
import type { Site } from '../sites';
import { nameOf } from '../sites/site';
import { isClinical } from './clinical';
import { inspect, type Media, type MediaKind } from './inspect';
import { mountNotice, type NoticeProps } from './notice';
import { reminderOf } from './reminder';
import { sourceOf } from './source';

/** Files looked at of one choice; no post takes more. */
const most = 20;
/** How long a reminder waits for the draft to be read, in whose language it speaks. */
const patience = 1_000; // ms

/** What controls that begin a broadcast are called, whole names only. */
const begins: [RegExp, MediaKind][] = [
  [
    /^((go|start) )?live( video| stream)?$|^(lancer une )?(vidéo|diffusion) en direct$|^passer en direct$/i,
    'live',
  ],
  [/^(share|present)( your| my| the)? screen$|^partager (votre |mon |l['’])écran$/i, 'screen'],
];

/** Findings beside which a picture is likely to be of a patient. */
const aboutPatients = /^(identifier|reidentification|patient)/;

interface Kept {
  media: Media[];
  /** The author has read the reminder. */
  dismissed: boolean;
  /** There were words with it: once they are gone, it was posted. */
  written: boolean;
}

interface Shown {
  session: Session;
  mounted: Mounted<NoticeProps>;
  said: string;
}

export class Attachments {
  #site: () => Site;
  #drafts: OpenDrafts;
  #kept = new WeakMap<Session, Kept>();
  /** What came while there was no composer yet. */
  #waiting: Media[] = [];
  #shown: Shown | null = null;

  constructor(site: () => Site, drafts: OpenDrafts) {
    this.#site = site;
    this.#drafts = drafts;
  }

  /** Starts to listen in a window; returns how to stop. */
  listen(target: Window): () => void {
    const heard: [string, (event: never) => void][] = [
      ['change', this.#chosen],
      ['paste', this.#pasted],
      ['drop', this.#dropped],
      ['click', this.#clicked],
    ];
    const options = { capture: true, passive: true };
    for (const [type, hear] of heard) target.addEventListener(type, hear as EventListener, options);
    return () => {
      for (const [type, hear] of heard) {
        target.removeEventListener(type, hear as EventListener, options);
      }
    };
  }

  /** A draft has another text or report. */
  changed(session: Session): void {
    if (this.#waiting.length > 0) this.#add(session, this.#waiting.splice(0));
    this.#review(session);
  }

  /** A draft is no more. */
  drop(session: Session): void {
    this.#kept.delete(session);
    if (this.#shown?.session === session) this.#hide();
  }

  #chosen = (event: Event): void => {
    const input = event.composedPath()[0] as HTMLInputElement;
    if (input.localName === 'input' && input.type === 'file') void this.#take(input.files, input);
  };

  #pasted = (event: ClipboardEvent): void => {
    void this.#take(event.clipboardData?.files, event.composedPath()[0] as Node);
  };

  #dropped = (event: DragEvent): void => {
    void this.#take(event.dataTransfer?.files, event.composedPath()[0] as Node);
  };

  #clicked = (event: Event): void => {
    if (!event.isTrusted) return;
    const path = event.composedPath() as HTMLElement[];
    const control = path.find((e) => e.matches?.('button, [role="button"], [role="menuitem"], a'));
    if (!control) return;
    const name = nameOf(control);
    const begun = begins.find(([called]) => called.test(name));
    if (begun) void this.#join([{ kind: begun[1], details: new Set() }], control);
  };

  async #take(files: FileList | null | undefined, place: Node): Promise<void> {
    if (!files || files.length === 0) return;
    const chosen = [...files].slice(0, most);
    const media = await Promise.all(chosen.map((file) => inspect(sourceOf(file), file.type)));
    await this.#join(
      media.filter((m) => m !== null),
      place,
    );
  }

  async #join(media: Media[], place: Node): Promise<void> {
    if (media.length === 0) return;
    const { fields } = nearest(place as HTMLElement, this.#site(), this.#drafts);
    if (!fields[0]) {
      this.#waiting.push(...media);
      return;
    }
    const session = this.#drafts.open(fields[0]);
    this.#add(session, media);
    await within(patience, session.known()); // then its language is, too
    this.#review(session);
  }

  #add(session: Session, media: Media[]): void {
    const kept = this.#kept.get(session);
    this.#kept.set(session, {
      media: [...(kept?.media ?? []), ...media],
      dismissed: false,
      written: session.text !== '',
    });
  }

  #review(session: Session): void {
    const kept = this.#kept.get(session);
    if (kept?.written && session.text === '') this.#kept.delete(session);
    else if (kept && session.text !== '') kept.written = true;
    const reminder = this.#reminder(session);
    if (!reminder) {
      if (this.#shown?.session === session) this.#hide();
      return;
    }
    const said = JSON.stringify(reminder);
    if (this.#shown?.session === session && this.#shown.said === said) return;
    const lang = speech(session);
    if (this.#shown?.session === session) {
      this.#shown.mounted.update({ reminder, lang });
      this.#shown.said = said;
      return;
    }
    this.#hide();
    const mounted = mountNotice(shadow(), {
      reminder,
      lang,
      composer: () => boxOf(session.element),
      onClose: () => {
        const now = this.#kept.get(session) ?? { media: [], written: true };
        this.#kept.set(session, { ...now, dismissed: true });
        this.#hide();
        session.editor.focus(null);
      },
    });
    this.#shown = { session, mounted, said };
  }

  #reminder(session: Session) {
    const kept = this.#kept.get(session);
    if (kept?.dismissed) return null;
    const clinical = isAboutPatients(session.report) || isClinical(session.text);
    const media = kept?.media.length ? kept.media : clinical ? this.#inPage(session) : [];
    return reminderOf(
      media,
      { clinical, trainee: session.settings?.trainee ?? false },
      speech(session),
    );
  }

  /** What the page itself shows as attached to a draft, where no file was seen. */
  #inPage(session: Session): Media[] {
    const site = this.#site();
    if (!site.media) return [];
    for (const control of controlsIn(document, site)) {
      const { scope, fields } = nearest(control, site, this.#drafts);
      if (!fields.includes(session.element)) continue;
      return findAll(scope, site.media, site.deep ?? false).map((element) => ({
        kind: element.localName === 'video' ? 'video' : 'photo',
        details: new Set(),
      }));
    }
    return [];
  }

  #hide(): void {
    this.#shown?.mounted.unmount();
    this.#shown = null;
    tidyHost();
  }
}

function boxOf(element: HTMLElement): DOMRect | null {
  if (!isInPage(element)) return null;
  return inWindow(element.ownerDocument, element.getBoundingClientRect());
}

function isAboutPatients(report: Report | null): boolean {
  return report?.findings.some(({ category }) => aboutPatients.test(category)) ?? false;
}

/** The language to remind in: that of the draft, and before there is one the browser's. */
function speech(session: Session) {
  return session.lang ?? langOf(session.report?.lang || navigator.language);
}
