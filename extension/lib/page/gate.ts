/**
 * Holds Post while a draft stands at "stop", and lets it go again.
 *
 * It listens in the capture phase on the window, before any handler of the page. When
 * the report on the text as it is now is not there yet, the event is held until it is
 * and then repeated or answered with the dialog: letting it pass could let out a name
 * pasted a tenth of a second ago, and a dialog without a reason would be worse. If the
 * module does not answer within a second the Post goes out, unless words of the draft
 * are underlined at "stop" from before: then it waits as long as a background may take to
 * wake. A module that fails says so at once and delays nothing. What is known to be held
 * waits no longer than a moment for its edits, and is given them when they come.
 *
 * A held Post is repeated the way it came: by clicking the same button, by the same
 * key, by the same form. Only while that happens do such events pass unasked, and all
 * others are swallowed until it is decided; so nothing is posted twice.
 */
import { mountGate } from '../../ui/gate';
import { within } from '../editors/editor';
import type { Edit } from '../report';
import { make, speech } from './cards';
import { decide } from './decision';
import { after, type Delayed } from './delay';
import { isOwn, isShown, shadow, tidyHost } from './host';
import type { Session } from './session';

/**
 * Longest time a Post waits for a report, milliseconds: what an author waits without losing
 * the thread (Nielsen, Usability Engineering, 1993, 5.5). A busy machine may need it, where
 * others answer in a few hundredths of a second.
 */
const patience = 1_000;
/** Longest time that what is known to be held waits for its edits, milliseconds. */
const moment = 150;
/** Longest time it waits while words are underlined at "stop", for a background that slept. */
const wakening = 3_000;

const pointer = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'] as const;
const keys = ['keydown', 'keypress', 'keyup'] as const;

/** Somebody tries to post: which drafts, whether this event is what sends, and how to repeat it. */
export interface Attempt {
  drafts: Session[];
  sends: boolean;
  repeat(): void;
}

/** What the gate must know of the page. */
export interface Page {
  /** The attempt to post that an event is part of, or null. */
  attempt(event: Event): Attempt | null;
}

export class Gate {
  #page: Page;
  #repeating = false;
  #deciding = false;
  #dialog: ReturnType<typeof mountGate> | null = null;
  /** The draft that the dialog is about. */
  #held: Session | null = null;
  /** Gives the draft back, as "edit myself" does. */
  #back = () => this.close();
  #escaping = false;
  #delayed: Delayed | null = null;
  /** Where the carets were when a press on Post began, before it took the focus away. */
  #carets = new Map<Session, number>();

  constructor(page: Page) {
    this.#page = page;
  }

  /** Starts to listen in a window, the page's own or a frame's; returns how to stop. */
  listen(target: EventTarget): () => void {
    const types = [...pointer, ...keys, 'submit'];
    for (const type of types) target.addEventListener(type, this.#hear, { capture: true });
    return () => {
      for (const type of types) target.removeEventListener(type, this.#hear, { capture: true });
      this.close();
    };
  }

  /** Takes the dialog away, as "edit myself" does, and what waits to go out. */
  close(): void {
    this.#delayed?.cancel();
    this.#delayed = null;
    if (!this.#dialog) return;
    this.#dialog.unmount();
    this.#dialog = null;
    this.#held = null;
    tidyHost();
  }

  /** A draft has a new report: the edits that a dialog came without may be there. */
  changed(draft: Session): void {
    const { report, text } = draft;
    if (draft === this.#held && report?.verdict === 'stop') this.#dialog?.update({ report, text });
  }

  #hear = (event: Event): void => {
    if (this.#repeating || this.#escapes(event)) return;
    if (isOwn(event)) {
      if (this.#dialog && isEcho(event)) swallow(event);
      return;
    }
    const attempt = this.#page.attempt(event);
    if (!attempt) return;
    if ((this.#dialog || this.#delayed) && !isShown()) this.close(); // nobody could answer it
    if (this.#dialog || this.#delayed || this.#deciding) {
      swallow(event);
      return;
    }
    const decision = decide(attempt.drafts.map((d) => d.standing()));
    if (decision === 'wait' && !attempt.sends) this.#noteCarets(attempt);
    if (decision === 'pass') this.#carets.clear();
    if (decision === 'pass' || (decision === 'wait' && !attempt.sends)) return;
    swallow(event);
    if (!attempt.sends) return;
    if (decision === 'hold' && attempt.drafts.every((d) => d.isSettled)) this.#hold(attempt);
    else void this.#wait(attempt);
  };

  /**
   * Escape closes the dialog wherever the focus is; all of it is kept from the page, which
   * might close its composer too.
   */
  #escapes(event: Event): boolean {
    const { key, repeat } = event as KeyboardEvent;
    if (key !== 'Escape') return false;
    const begins = event.type === 'keydown';
    if (begins && !repeat) this.#escaping = this.#dialog !== null && isShown();
    if (!this.#escaping) return false;
    swallow(event);
    if (begins && this.#dialog) this.#back();
    if (event.type === 'keyup') this.#escaping = false;
    return true;
  }

  #noteCarets({ drafts }: Attempt): void {
    for (const draft of drafts) {
      const caret = draft.editor.caret();
      if (caret !== null) this.#carets.set(draft, caret);
    }
  }

  /** Lets the drafts be read, and then repeats the Post or holds it. */
  async #wait(attempt: Attempt): Promise<void> {
    const { drafts } = attempt;
    const holds = () => decide(drafts.map((d) => d.standing())) === 'hold';
    const time = drafts.some(atStop) ? wakening : patience;
    this.#deciding = true;
    if (!holds()) await within(time, ...drafts.map((d) => d.known()));
    if (holds()) await within(moment, ...drafts.map((d) => d.settled()));
    this.#deciding = false;
    if (holds()) this.#hold(attempt);
    else this.#repeat(attempt);
  }

  /** Shows why, and leaves it to the author. */
  #hold(attempt: Attempt): void {
    const draft = attempt.drafts.find((d) => d.standing() === 'stop');
    const report = draft?.report;
    if (!draft || !report) {
      this.#repeat(attempt);
      return;
    }
    const caret = draft.editor.caret() ?? this.#carets.get(draft) ?? null;
    this.#carets.clear();
    const back = () => {
      this.close();
      draft.editor.focus(caret);
    };
    this.#back = back;
    try {
      this.#dialog = mountGate(shadow(), {
        report,
        text: draft.text,
        lang: speech(draft),
        audience: draft.audience,
        onEdit: (edit: Edit) => {
          back();
          void make(draft, edit);
        },
        onEditMyself: back,
        reasons: draft.settings?.reasons ?? [],
        onPostAnyway: (reason) => {
          const rules = report.findings.filter((f) => f.severity === 'stop').map((f) => f.rule);
          if (reason) draft.decide({ keep: 'reason', reason, rules });
          back();
          this.#letGo(attempt, draft, caret);
        },
      });
      this.#held = draft;
    } catch {
      this.#repeat(attempt);
    }
  }

  /** Posts, after the time in which the author wants to be able to take it back. */
  #letGo(attempt: Attempt, draft: Session, caret: number | null): void {
    const { drafts } = attempt;
    for (const d of drafts) d.permit();
    const over = () => {
      if (this.#delayed) draft.editor.focus(caret);
      this.#delayed = null;
    };
    this.#delayed = after(draft.settings?.delay ?? 0, speech(draft), {
      post: () => {
        over();
        // A draft that has changed in the meantime is another one, and waits for its author.
        if (decide(drafts.map((d) => d.standing())) === 'pass') this.#repeat(attempt);
      },
      undo: () => {
        over();
        for (const d of drafts) d.retract();
      },
    });
  }

  #repeat(attempt: Attempt): void {
    this.#carets.clear();
    this.#repeating = true;
    try {
      attempt.repeat();
    } finally {
      this.#repeating = false;
    }
  }
}

/** Whether words of a draft are underlined at "stop", be the report on them an older one. */
function atStop({ marks }: Session): boolean {
  return marks.some(({ severity }) => severity === 'stop');
}

/** The tail of the gesture that was held, landing in the dialog: no choice of the author. */
function isEcho(event: Event): boolean {
  if (event instanceof KeyboardEvent) return event.repeat;
  return event instanceof MouseEvent && event.type === 'click' && event.detail > 1;
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
