/**
 * Opens the card of an underlined stretch by hover, click or Alt+arrow, keeps it on
 * the right finding while the draft changes, and closes it. There is one at most.
 */
import { type Answers, mountCard } from '../../ui/card';
import { type Lang, langOf } from '../../ui/messages';
import { offsetOf } from '../dom';
import { within } from '../editors/editor';
import { applyEdit, type Edit, type Finding, type Report } from '../report';
import { answersTo } from './answers';
import { isOwn, ownFocus, shadow, tidyHost } from './host';
import { offerCopy } from './notice';
import { reveal } from './reveal';
import type { Session } from './session';

/** How long the pointer rests on a stretch before its card opens, and off it before it closes. */
const openDelay = 180; // ms
const closeDelay = 280; // ms
/** How long a card that was asked for waits for its edits, which would move what is below. */
const patience = 200; // ms

type Way = 'hover' | 'click' | 'keys';

interface Open {
  session: Session;
  finding: number;
  /** The underlined line that the card stands beside: the one that was pointed at. */
  line: number;
  rule: string;
  way: Way;
  /** Where the caret was when the card came. */
  caret: number | null;
  card: ReturnType<typeof mountCard>;
  /** Scroll back what cards brought into sight, the latest first. */
  unscroll: (() => void)[];
}

export class Cards {
  #open: Open | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pointed: { session: Session; x: number; y: number } | null = null;
  /** Counts what the author did since a card may have been asked for. */
  #asked = 0;
  /** The fields whose pointer is watched, each with its session and how to end it. */
  #watched = new Map<HTMLElement, { session: Session; end: AbortController }>();
  #onAll: (session: Session) => void;

  /** @param onAll the author wants to see all findings of a draft */
  constructor(onAll: (session: Session) => void) {
    this.#onAll = onAll;
  }

  /** Begins to watch the pointer over a session with underlines. */
  changed(session: Session): void {
    for (const field of session.marks.length > 0 ? session.editor.fields : []) {
      if (this.#watched.get(field)?.session === session) continue;
      this.#watched.get(field)?.end.abort();
      const end = new AbortController();
      this.#watched.set(field, { session, end });
      const passive = { passive: true, signal: end.signal };
      field.addEventListener('mousemove', (e) => this.#over(session, e), passive);
      field.addEventListener('mouseleave', () => this.#left(), passive);
      field.addEventListener('click', (e) => this.#clicked(session, e), { signal: end.signal });
    }
    if (this.#open?.session === session) this.#follow();
  }

  /** Keys that belong to cards; true when the page must not see them. */
  key(event: KeyboardEvent, session: Session | null): boolean {
    if (event.key === 'Escape' && this.#open) {
      this.close();
      return true;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return false;
    }
    const from = isOwn(event) ? this.#open?.session : session;
    return from ? this.#walk(from, step) : false;
  }

  /** Opens the card of one finding, as the keyboard does. */
  show(session: Session, finding: number): void {
    this.#show(session, finding, 'keys');
  }

  /** A press of the pointer anywhere: outside of card and underlines it closes the card. */
  pressed(event: Event): void {
    this.#asked++;
    if (this.#open && !isOwn(event)) this.close();
  }

  close(): void {
    this.#asked++;
    clearTimeout(this.#timer);
    this.#pointed = null;
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    const focused = ownFocus() !== null;
    open.card.unmount();
    if (focused || open.way === 'keys') {
      open.session.editor.focus(open.caret);
      for (const back of open.unscroll) back();
    }
    tidyHost();
  }

  /** Closes the card of a session that ends. */
  drop(session: Session): void {
    if (this.#open?.session === session) this.close();
    for (const [field, watched] of this.#watched) {
      if (watched.session !== session) continue;
      watched.end.abort();
      this.#watched.delete(field);
    }
  }

  #over(session: Session, event: MouseEvent): void {
    const first = this.#pointed === null;
    this.#pointed = { session, ...pointOf(event) };
    if (first) requestAnimationFrame(this.#hit);
  }

  /** Looks once a frame, at most, what lies under the pointer. */
  #hit = (): void => {
    const at = this.#pointed;
    this.#pointed = null;
    if (!at) return;
    const hit = at.session.findingAt(at.x, at.y);
    const open = this.#open;
    if (open && open.session === at.session && open.finding === hit?.finding) {
      clearTimeout(this.#timer);
    } else if (hit === null) {
      this.#out();
    } else if (!open || open.way === 'hover') {
      this.#after(openDelay, () => this.#show(at.session, hit.finding, 'hover', hit.line));
    }
  };

  /** The pointer has left a field: where it was a moment ago does not matter any more. */
  #left(): void {
    this.#pointed = null;
    this.#out();
  }

  #out(): void {
    this.#after(closeDelay, () => {
      const inside = shadow().querySelector('[data-bedside="card"]:hover') !== null;
      if (this.#open?.way !== 'hover') return;
      if (inside || ownFocus()) this.#out();
      else this.close();
    });
  }

  #after(delay: number, act: () => void): void {
    clearTimeout(this.#timer);
    if (delay === closeDelay && this.#open?.way !== 'hover') return;
    this.#timer = setTimeout(act, delay);
  }

  /**
   * Acts at once where all is known of the draft as it is, or else when it is; where only
   * edits are missing, it has some patience. If the author has written on by then, or
   * pressed elsewhere, the card would come in between, and does not.
   */
  #whenRead(session: Session, act: () => void): void {
    if (session.isSettled) {
      act();
      return;
    }
    const { text, report } = session;
    const asked = this.#asked;
    const told = report ? within(patience, session.settled()) : session.settled();
    void told.then(() => {
      if (session.report && session.text === text && this.#asked === asked) act();
    });
  }

  #clicked(session: Session, event: MouseEvent): void {
    const { x, y } = pointOf(event);
    this.#whenRead(session, () => {
      const hit = session.findingAt(x, y);
      if (hit) this.#show(session, hit.finding, 'click', hit.line);
    });
  }

  /** Opens the next or previous finding, from the open card or from the caret. */
  #walk(session: Session, step: number): boolean {
    const count = session.report?.findings.length ?? session.marks.length;
    if (count === 0) return false;
    if (this.#open?.session === session || session.isSettled) {
      this.#step(session, step);
    } else {
      this.#whenRead(session, () => session.editor.caret() !== null && this.#step(session, step));
    }
    return true;
  }

  #step(session: Session, step: number): void {
    const findings = session.report?.findings ?? [];
    const count = findings.length;
    if (count === 0) return;
    let next: number;
    if (this.#open?.session === session) {
      next = (this.#open.finding + step + count) % count;
    } else {
      const caret = session.editor.caret() ?? 0;
      next =
        step > 0
          ? findings.findIndex((f) => f.end >= caret)
          : findings.findLastIndex((f) => f.start <= caret);
      if (next < 0) next = step > 0 ? 0 : count - 1;
    }
    this.#show(session, next, 'keys');
  }

  #show(session: Session, finding: number, way: Way, line = 0): void {
    clearTimeout(this.#timer);
    const report = session.report;
    const found = report?.findings[finding];
    if (!report || !found) return;
    const open = this.#open;
    if (open?.session === session && open.finding === finding && way !== 'keys') {
      open.way = way;
      return;
    }
    const caret = session.editor.caret() ?? (open?.session === session ? open.caret : null);
    if (open) {
      this.#open = null;
      open.card.unmount();
    }
    const box = session.boxOf(finding, line);
    const unscroll = open?.session === session ? [...open.unscroll] : [];
    if (box && way === 'keys') unscroll.unshift(reveal(box, session.element));
    const card = mountCard(shadow(), {
      ...this.#shown({ session, finding, line }, report, found),
      takeFocus: way === 'keys',
      onEdit: (i) => this.#edit(i),
      onIgnore: () => this.#ignore(),
      onClose: () => this.close(),
    });
    this.#open = { session, finding, line, rule: found.rule, way, caret, card, unscroll };
  }

  #shown(
    { session, finding, line }: Pick<Open, 'session' | 'finding' | 'line'>,
    report: Report,
    found: Finding,
  ) {
    return {
      finding: found,
      report,
      text: session.text,
      lang: speech(session),
      anchor: () => session.boxOf(finding, line),
      answers: this.#closing(answersTo(session, found)),
      place: {
        at: finding + 1,
        of: report.findings.length,
        onStep: (by: -1 | 1) => this.#walk(session, by),
        onAll: () => {
          this.close();
          this.#onAll(session);
        },
      },
    };
  }

  /** The answers, each of which closes the card. */
  #closing(answers: Answers): Answers {
    return {
      ...answers,
      onHush: (what) => {
        this.close();
        answers.onHush(what);
      },
      onSay: (stance) => {
        this.close();
        answers.onSay(stance);
      },
    };
  }

  /** Keeps the card on its finding when there is a new report, or closes it. */
  #follow(): void {
    const open = this.#open;
    const report = open?.session.report;
    if (!open) return;
    const finding = report?.findings.findIndex((f) => f.rule === open.rule) ?? -1;
    const found = report?.findings[finding];
    if (!report || !found) {
      this.close();
      return;
    }
    open.finding = finding;
    open.card.update(this.#shown(open, report, found));
  }

  #edit(i: number): void {
    const open = this.#open;
    const edit = open?.session.report?.findings[open.finding]?.edits[i];
    if (!open || !edit) return;
    this.close();
    void make(open.session, edit);
  }

  #ignore(): void {
    const open = this.#open;
    const found = open?.session.report?.findings[open.finding];
    if (!open || !found) return;
    this.close();
    open.session.ignore(found);
  }
}

/** Where the pointer is, in coordinates of the window. */
function pointOf({ clientX, clientY, target }: MouseEvent): { x: number; y: number } {
  const { x, y } = offsetOf((target as Element).ownerDocument);
  return { x: clientX + x, y: clientY + y };
}

/** Makes an edit the author chose; where the page does not take it, offers the text to copy. */
export async function make(session: Session, edit: Edit): Promise<void> {
  const wanted = applyEdit(session.text, edit);
  if (!(await session.apply(edit)) && wanted !== null) offerCopy(wanted, speech(session));
}

/** The language to explain in. */
export function speech(session: Session): Lang {
  return session.lang ?? langOf(session.report?.lang ?? '');
}
