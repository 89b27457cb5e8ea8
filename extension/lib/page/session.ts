/**
 * One draft in use: the fields that go out together, the report on them and the
 * underlines. Each change moves the underlines at once and asks for a new report as
 * soon as the last one is answered, so typing sets the pace and nothing runs in between.
 */
import { editorOf, Thread } from '../editors';
import type { Decision, Switch } from '../protocol';
import {
  type Edit,
  type Finding,
  type Mark,
  marksOf,
  type Options,
  type Report,
  type Verdict,
  without,
} from '../report';
import { difference, shift } from '../shift';
import type { Audience, Site } from '../sites';
import { Link } from './link';

/** What the author says of whoever the draft is about, for as long as there is a draft. */
export type Stance = 'notPatient' | 'consent';

/** How a draft stands: "pending" while there is no report on its text as it is now. */
export type Standing = Verdict | 'pending';

export interface SessionEvents {
  /** Marks or report are new, or gone. */
  changed(session: Session): void;
  /** Bedside is switched off here. */
  off(): void;
  /** The extension was updated, disabled or removed: this script is left behind. */
  orphaned(): void;
}

export class Session {
  readonly editor: Thread = new Thread(editorOf);
  /** The language of explanations; null follows the draft. */
  lang: 'en' | 'fr' | null = null;
  #site: Site;
  #events: SessionEvents;
  #link: Link;
  #settings: Switch | null = null;
  #closed = false;
  #text = '';
  #marks: readonly Mark[] = [];
  /** The last report and the text it is about. */
  #report: Report | null = null;
  #about: string | null = null;
  /** Counts what is to be read: the text, and all that is said of it, at one moment. */
  #version = 0;
  /** The version whose findings are known, or which could not be read. */
  #known = -1;
  /** The version that is answered in full, with edits. */
  #answered = -1;
  /** The version that is asked about and of which nothing is known yet; -1 for none. */
  #asked = -1;
  /** Who waits for what to be known of the text. */
  #waiting: { holds: () => boolean; resolve: () => void }[] = [];
  #ignored: Set<string> = new Set();
  #permitted: string | null = null;
  #stances: Set<Stance> = new Set();
  /** Names in this draft that are no patient's. */
  #names: string[] = [];

  constructor(fields: readonly HTMLElement[], site: Site, events: SessionEvents) {
    this.#site = site;
    this.#events = events;
    this.compose(fields);
    this.#link = new Link({
      switched: (settings) => {
        if (!settings.on) return events.off();
        this.#version++;
        this.#settings = settings;
        this.lang = settings.lang;
        this.look();
      },
      orphaned: () => events.orphaned(),
    });
    this.wake();
    this.#link.warm();
  }

  /** The field that has the keys, or else the first. */
  get element(): HTMLElement {
    return this.editor.element;
  }

  /** Who will read it; null when the page does not say. */
  get audience(): Audience | null {
    return this.#site.audience?.(this.element) ?? null;
  }

  /** The report on the text as it is, without what the author ignored; null when there is none. */
  get report(): Report | null {
    return this.#about === this.#text ? this.#report : null;
  }

  /** The author's settings here; null until they are known. */
  get settings(): Switch | null {
    return this.#settings;
  }

  get stances(): readonly Stance[] {
    return [...this.#stances];
  }

  /** How many findings of this draft the author ignored. */
  get ignored(): number {
    return this.#ignored.size + this.#names.length;
  }

  get text(): string {
    return this.#text;
  }

  get marks(): readonly Mark[] {
    return this.#marks;
  }

  /** Makes these the fields of the draft, in the order of the page. */
  compose(fields: readonly HTMLElement[]): void {
    const first = fields[0];
    if (first) this.editor.compose(fields, this.#site.earlier?.(first) ?? []);
  }

  /** Watches the fields, while they are in use. */
  wake(): void {
    this.editor.watch(() => this.look());
  }

  /** Watches them no more; what is underlined stays. */
  rest(): void {
    this.editor.rest();
  }

  /** Reads the text again, keeps the underlines with their words, and asks for a report. */
  look(): void {
    if (this.#closed || !this.#settings) return;
    const text = this.editor.text();
    if (text !== this.#text) {
      const by = difference(this.#text, text);
      this.#marks = this.#marks.flatMap((mark) => shift(mark, by) ?? []);
      this.#text = text;
      this.#version++; // even if it turns back into what was read before
      if (text === '') this.#startOver();
    }
    this.editor.paint(this.#marks);
    void this.#ask();
  }

  standing(): Standing {
    if (this.#closed) return 'clear';
    if (!this.#settings) return 'pending';
    const text = this.editor.text();
    if (text === this.#permitted) return 'clear';
    if (text !== this.#text || this.#known !== this.#version) return 'pending';
    return this.report?.verdict ?? 'clear';
  }

  /** Whether all is known of the text as it is now, edits too. */
  get isSettled(): boolean {
    return this.#answered === this.#version && this.editor.text() === this.#text;
  }

  /** Resolves when the text as it is now is no longer "pending"; never rejects. */
  known(): Promise<void> {
    return this.#until(() => this.standing() !== 'pending');
  }

  /** Resolves when all is known of the text as it is now, edits too; never rejects. */
  settled(): Promise<void> {
    return this.#until(() => this.isSettled);
  }

  #until(holds: () => boolean): Promise<void> {
    this.look();
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ holds, resolve }));
  }

  /** The author posts this text all the same: it is not held again. */
  permit(): void {
    this.#permitted = this.editor.text();
  }

  /** The author takes that back. */
  retract(): void {
    this.#permitted = null;
  }

  /** What the author says of whoever this draft is about, or takes back. */
  say(stance: Stance, holds = true): void {
    if (holds) this.#stances.add(stance);
    else this.#stances.delete(stance);
    this.#again();
  }

  /** A name in this draft is no patient's. */
  sayName(name: string): void {
    this.#names.push(name);
    this.#again();
  }

  /** The author wants to hear again of all that was ignored in this draft. */
  heed(): void {
    this.#ignored.clear();
    this.#names = [];
    this.#again();
  }

  /** Hands on what the author decided, to be kept. */
  decide(decision: Decision): void {
    this.#link.tell(decision);
  }

  /** The author does not want to hear of this in this draft. */
  ignore(finding: Finding): void {
    this.#ignored.add(this.#fingerprint(finding));
    if (this.#report) this.#take(this.#report, this.#text);
  }

  /** Makes an edit of the report at hand; false when the draft did not become what was wanted. */
  async apply(edit: Edit): Promise<boolean> {
    if (this.editor.text() !== this.#about) return false;
    const done = await this.editor.apply(edit.changes);
    this.look();
    return done;
  }

  /**
   * The number of the finding whose underline is at a point of the window, gravest first,
   * and which of its lines that is.
   */
  findingAt(x: number, y: number): { finding: number; line: number } | null {
    for (const { finding, start, end } of this.#marks.toReversed()) {
      const at = (b: DOMRect) => x >= b.left && x <= b.right && y >= b.top && y <= b.bottom + 3;
      if (!this.editor.boxes(start, end).some(at)) continue;
      return { finding, line: this.#lines(finding).findIndex(at) };
    }
    return null;
  }

  /** Where an underlined line of a finding is in the window; null when it is out of sight. */
  boxOf(finding: number, line: number): DOMRect | null {
    const lines = this.#lines(finding);
    return lines[line] ?? lines[0] ?? null;
  }

  /** All underlined lines of a finding, in coordinates of the window. */
  #lines(finding: number): DOMRect[] {
    const marks = this.#marks.filter((mark) => mark.finding === finding);
    return marks.flatMap(({ start, end }) => this.editor.boxes(start, end));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.editor.close();
    this.#link.close();
    for (const { resolve } of this.#waiting.splice(0)) resolve();
    this.#marks = [];
    this.#report = null;
    this.#text = '';
  }

  /**
   * Asks about the text as it is. One question is out at a time, until what was found is
   * known: edits, which come later, do not hold up the next one. No version is asked
   * about twice, and what is heard of an earlier one counts for nothing.
   */
  async #ask(): Promise<void> {
    const version = this.#version;
    if (this.#asked >= 0 || this.#closed || this.#known === version) return;
    this.#asked = version;
    const heard = () => {
      if (this.#asked === version) this.#asked = -1;
    };
    const text = this.#text;
    const outcome = await this.#link.read(text, this.#options(text), (early) => {
      heard();
      if (this.#closed) return;
      if (version !== this.#version) return void this.#ask();
      this.#known = version;
      this.#take(early, text);
      this.#release();
    });
    heard();
    if (this.#closed) return;
    if (version !== this.#version) return this.#ask();
    this.#known = version;
    this.#answered = version;
    this.#take(typeof outcome === 'string' ? null : outcome, text);
    this.#release();
  }

  /** What the site and the author have to say of this text. */
  #options(text: string): Options {
    return {
      ...this.#limit(text),
      ...(this.#names.length > 0 && { names: this.#names }),
      ...Object.fromEntries(this.stances.map((stance) => [stance, true])),
    };
  }

  /** How long the text may become. */
  #limit(text: string): Options {
    const { room } = this.#site;
    if (!room) return {};
    const rooms = this.editor.texts().map(({ field, text: part }) => room(part, field));
    return { limit: Math.max(1, text.length + Math.min(...rooms)) };
  }

  #take(report: Report | null, text: string): void {
    this.#about = text;
    this.#report =
      report &&
      without(
        ofDraft(report, this.editor.posted),
        (f) => f.end <= this.editor.posted || this.#isIgnored(f),
      );
    this.#marks = this.#report ? marksOf(this.#report) : [];
    this.editor.paint(this.#marks);
    this.#events.changed(this);
  }

  /** Another draft begins: what was found in the last one, or said of it, is not of it. */
  #startOver(): void {
    this.#ignored.clear();
    this.#stances.clear();
    this.#names = [];
    this.#take(null, '');
  }

  /** Has the same text read again. */
  #again(): void {
    this.#version++;
    this.look();
  }

  #isIgnored(finding: Finding): boolean {
    const words = this.#text.slice(finding.start, finding.end).trim().toLowerCase();
    const hushed = this.#settings?.words.some((word) => word.toLowerCase() === words);
    return hushed || this.#ignored.has(this.#fingerprint(finding));
  }

  #fingerprint(finding: Finding): string {
    return `${finding.rule}\n${this.#text.slice(finding.start, finding.end)}`;
  }

  /** Tells those who wait for what is known by now. */
  #release(): void {
    for (const one of this.#waiting.splice(0)) {
      if (one.holds()) one.resolve();
      else this.#waiting.push(one);
    }
  }
}

/** The report without edits to what is posted already. */
function ofDraft(report: Report, posted: number): Report {
  if (posted === 0) return report;
  const findings = report.findings.map((finding) => ({
    ...finding,
    edits: finding.edits.filter(({ changes }) => changes.every((c) => c.start >= posted)),
  }));
  return { ...report, findings };
}
