/**
 * The corner of the composer in use: a badge while there is something to say, and the
 * summary when the author asks for it. It is drawn anew with each report and when the
 * page scrolls, and by no timer.
 */

import type { Mounted } from '../../ui/card';
import { type CornerProps, mountCorner } from '../../ui/corner';
import { messages } from '../../ui/messages';
import { gravity, type Report, type Verdict } from '../report';
import { speech } from './cards';
import { ownFocus, shadow, tidyHost } from './host';
import type { Session } from './session';

interface Shown {
  session: Session;
  mounted: Mounted<CornerProps>;
  open: boolean;
  /** Where the caret was when the summary came. */
  caret: number | null;
  /** The gravest that was said aloud of this draft. */
  told: Verdict;
  spoken: string;
}

export class Corner {
  #shown: Shown | null = null;
  #onPick: (session: Session, finding: number) => void;

  /** @param onPick the author wants to see one finding */
  constructor(onPick: (session: Session, finding: number) => void) {
    this.#onPick = onPick;
  }

  /** A session has a new report, or none: then what is shown stays while there is text. */
  changed(session: Session): void {
    const { report } = session;
    if (session.text === '') this.drop(session);
    if (!report) return;
    const silent = session.stances.length === 0 && session.ignored === 0;
    const badge = session.settings?.badge ?? true;
    const wanted = badge && (report.findings.length > 0 || !silent);
    if (!wanted) {
      this.drop(session);
      return;
    }
    if (this.#shown?.session !== session) this.#show(session, report);
    this.#draw(report);
  }

  /** Opens the summary of a session's draft. */
  open(session: Session): void {
    const { report } = session;
    if (!report) return;
    if (this.#shown?.session !== session) this.#show(session, report);
    const shown = this.#shown!;
    shown.caret = session.editor.caret();
    shown.open = true;
    this.#draw(report);
  }

  /** Escape closes the summary wherever the focus is; true when the page must not see the key. */
  key(event: KeyboardEvent): boolean {
    if (event.key !== 'Escape' || !this.#shown?.open) return false;
    this.close();
    return true;
  }

  /** Closes the summary, and gives the focus back if it had it. */
  close(): void {
    const shown = this.#shown;
    if (!shown?.open) return;
    const focused = ownFocus() !== null;
    shown.open = false;
    shown.mounted.update({ open: false });
    if (focused) shown.session.editor.focus(shown.caret);
  }

  /** Takes away the corner of a session. */
  drop(session: Session): void {
    if (this.#shown?.session !== session) return;
    this.close();
    this.#shown.mounted.unmount();
    this.#shown = null;
    tidyHost();
  }

  #show(session: Session, report: Report): void {
    if (this.#shown) this.drop(this.#shown.session);
    const mounted = mountCorner(shadow(), {
      ...about(session, report),
      open: false,
      spoken: '',
      composer: () =>
        session.element.isConnected ? session.element.getBoundingClientRect() : null,
      onOpen: () => this.open(session),
      onClose: () => this.close(),
      onPick: (finding) => {
        this.close();
        this.#onPick(session, finding);
      },
      onTakeBack: (stance) => session.say(stance, false),
      onHeed: () => session.heed(),
    });
    this.#shown = {
      ...{ session, mounted, open: false, caret: null, told: 'clear', spoken: '' },
    };
  }

  #draw(report: Report): void {
    const shown = this.#shown!;
    const { session } = shown;
    const { verdict, findings } = report;
    if (gravity(verdict) > gravity(shown.told)) {
      const m = messages[speech(session)];
      shown.spoken = `${m.verdict[verdict]}. ${m.findings(findings.length)}. ${m.keysHint}`;
    }
    shown.told = verdict;
    const { open, spoken } = shown;
    shown.mounted.update({ ...about(session, report), open, spoken });
  }
}

function about(session: Session, report: Report) {
  const { text, stances, ignored } = session;
  return { report, text, stances, ignored, lang: speech(session) };
}
