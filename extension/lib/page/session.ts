/**
 * One draft in use: the fields that go out together, the report on them and the
 * underlines. Each change moves the underlines at once and asks for a new report as
 * soon as the last one is answered, so typing sets the pace and nothing runs in between.
 */
import { editorOf, Thread } from '../editors';
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
import type { Audience, Kind, Site } from '../sites';
import { Link } from './link';

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
  /** The author learns, and is reminded of more. */
  trainee = false;
  #site: Site;
  #events: SessionEvents;
  #link: Link;
  #on = false;
  #jurisdiction = '';
  #closed = false;
  #text = '';
  #marks: readonly Mark[] = [];
  /** The last report and the text it is about. */
  #report: Report | null = null;
  #about: string | null = null;
  /** What came last of the text now: a report or a failure. Else it is pending. */
  #settledText: string | null = null;
  #asking = false;
  #waiting: (() => void)[] = [];
  #ignored: Set<string> = new Set();
  #permitted: string | null = null;

  constructor(fields: readonly HTMLElement[], site: Site, events: SessionEvents) {
    this.#site = site;
    this.#events = events;
    this.compose(fields);
    this.#link = new Link({
      switched: ({ on, lang, jurisdiction, trainee }) => {
        if (!on) return events.off();
        const again = this.#on && (lang !== this.lang || jurisdiction !== this.#jurisdiction);
        this.#on = true;
        this.lang = lang;
        this.trainee = trainee;
        this.#jurisdiction = jurisdiction;
        if (again) this.#settledText = null;
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

  /** What the draft is for. */
  get kind(): Kind {
    return this.#site.kind(this.element);
  }

  /** Who will read it; null when the page does not say. */
  get audience(): Audience | null {
    return this.#site.audience?.(this.element) ?? null;
  }

  /** The report on the text as it is, without what the author ignored; null when there is none. */
  get report(): Report | null {
    return this.#about === this.#text ? this.#report : null;
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
    if (this.#closed || !this.#on) return;
    const text = this.editor.text();
    if (text !== this.#text) {
      const by = difference(this.#text, text);
      this.#marks = this.#marks.flatMap((mark) => shift(mark, by) ?? []);
      this.#text = text;
    }
    this.editor.paint(this.#marks);
    if (this.#settledText !== text) void this.#ask();
  }

  standing(): Standing {
    if (this.#closed) return 'clear';
    if (!this.#on) return 'pending';
    const text = this.editor.text();
    if (text === this.#permitted) return 'clear';
    if (text !== this.#settledText) return 'pending';
    return this.report?.verdict ?? 'clear';
  }

  /** Resolves when the text as it is now is settled; never rejects. */
  settled(): Promise<void> {
    this.look();
    if (this.standing() !== 'pending') return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The author posts this text all the same: it is not held again. */
  permit(): void {
    this.#permitted = this.editor.text();
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

  /** The number of the finding whose underline is at a point of the window, gravest first. */
  findingAt(x: number, y: number): number | null {
    for (const mark of this.#marks.toReversed()) {
      const boxes = this.editor.boxes(mark.start, mark.end);
      if (boxes.some((b) => x >= b.left && x <= b.right && y >= b.top && y <= b.bottom + 3)) {
        return mark.finding;
      }
    }
    return null;
  }

  /** Where the first underline of a finding is in the window; null when it is out of sight. */
  boxOf(finding: number): DOMRect | null {
    for (const mark of this.#marks) {
      const box = mark.finding === finding && this.editor.boxes(mark.start, mark.end)[0];
      if (box) return box;
    }
    return null;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.editor.close();
    this.#link.close();
    this.#release();
    this.#marks = [];
    this.#report = null;
    this.#text = '';
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (!this.#closed && this.#settledText !== this.#text) {
        const text = this.#text;
        const outcome = await this.#link.read(text, this.#options(text), (early) => {
          if (!this.#closed && text === this.#text) this.#take(early, text);
        });
        if (this.#closed || outcome === 'superseded' || text !== this.#text) continue;
        this.#settledText = text;
        this.#take(outcome === 'failed' ? null : outcome, text);
        this.#release();
      }
    } finally {
      this.#asking = false;
    }
  }

  /** What the site has to say: here, how long the text may become. */
  #options(text: string): Options {
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
        (f) => f.end <= this.editor.posted || this.#ignored.has(this.#fingerprint(f)),
      );
    this.#marks = this.#report ? marksOf(this.#report) : [];
    this.editor.paint(this.#marks);
    this.#events.changed(this);
  }

  #fingerprint(finding: Finding): string {
    return `${finding.rule}\n${this.#text.slice(finding.start, finding.end)}`;
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
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
