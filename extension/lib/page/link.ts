/**
 * A content script's line to the background. It opens when first used, breaks when the
 * background falls asleep, and is opened again by the next draft, never before.
 */
import { type Browser, browser } from 'wxt/browser';
import {
  type Answered,
  composerPort,
  type Decision,
  type Switch,
  type ToBackground,
  type ToContent,
} from '../protocol';
import type { Options, Report } from '../report';

/** What came of asking: a report; nothing, as a newer draft was asked about; or a failure. */
export type Outcome = Report | 'superseded' | 'failed';

/**
 * Longest wait for an answer, milliseconds. A background that has to start the module
 * on a busy machine takes seconds; Post does not wait for it.
 */
const patience = 30_000;

/** How long after the line broke it is certain whether the extension is still there; ms. */
const goodbye = 100;

export interface LinkEvents {
  /** The background says whether Bedside is on here. */
  switched(state: Switch): void;
  /** There is no background any more, and never will be again. */
  orphaned(): void;
}

/** Numbers the questions of all links of the page, which may go down the same line. */
let asked = 0;
/** A line that a closed link has left to the next: browsers never free a port's last bytes. */
let spare: Line | null = null;

/** A port, and the link that uses it; null while none does. */
interface Line {
  port: Browser.runtime.Port;
  user: Link | null;
}

export class Link {
  #events: LinkEvents;
  #line: Line | null = null;
  #asked = 0;
  #waiting = new Map<number, (outcome: Outcome) => void>();
  #early: (report: Report) => void = () => {};
  #closed = false;

  constructor(events: LinkEvents) {
    this.#events = events;
  }

  /** Wakes the background and has it say whether Bedside is on here. */
  warm(): void {
    this.#send({ warm: true });
  }

  /** Asks for a report on a draft, and hears of one without edits before; never rejects. */
  async read(text: string, options: Options, early: (report: Report) => void): Promise<Outcome> {
    this.#early = early;
    const outcome = await this.#ask(text, options);
    // The background may fall asleep with the question in its ear; ask once more.
    return outcome ?? (await this.#ask(text, options)) ?? 'failed';
  }

  /** Hands on what the author decided. */
  tell(decision: Decision): void {
    this.#send(decision);
  }

  /** A question still open is answered with a failure, and none is asked again. */
  close(): void {
    if (this.#line) this.#send({ forget: true });
    this.#closed = true;
    if (this.#line && !spare) {
      spare = this.#line;
      spare.user = null;
    } else {
      this.#line?.port.disconnect();
    }
    this.#lost();
  }

  /** Null when the line broke before the answer. */
  async #ask(text: string, options: Options): Promise<Outcome | null> {
    const id = ++asked;
    this.#asked = id;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        resolve('failed');
      }, patience);
      this.#waiting.set(id, (outcome) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(outcome === 'failed' && this.#line === null ? null : outcome);
      });
      if (!this.#send({ id, text, options })) this.#waiting.get(id)?.('failed');
    });
  }

  #send(message: ToBackground): boolean {
    if (this.#closed) return false;
    try {
      this.#line ??= this.#take() ?? connect(this);
      this.#line.port.postMessage(message);
      return true;
    } catch {
      this.#line = null; // the extension was updated or removed under this page
      if (!isAlive()) queueMicrotask(() => this.#events.orphaned());
      return false;
    }
  }

  /** The line that an earlier link has left, if it did. */
  #take(): Line | null {
    const line = spare;
    spare = null;
    if (!line) return null;
    line.user = this;
    line.port.postMessage({ begin: true } satisfies ToBackground);
    return line;
  }

  /** Something came down the line. */
  hear(message: ToContent): void {
    if ('on' in message) this.#events.switched(message);
    else if (message.early) this.#foreseen(message);
    else this.#answered(message);
  }

  /** The line broke. */
  broken(): void {
    this.#lost();
    // Asleep or gone for good? In Chromium that shows a moment later.
    if (isAlive()) setTimeout(() => isAlive() || this.#events.orphaned(), goodbye);
    else this.#events.orphaned();
  }

  #foreseen({ id, report }: Answered): void {
    if (id === this.#asked && report) this.#early(report);
  }

  #answered({ id, report }: Answered): void {
    for (const [asked, resolve] of [...this.#waiting]) {
      if (asked < id) resolve('superseded');
      else if (asked === id) resolve(report ?? 'failed');
    }
  }

  #lost(): void {
    this.#line = null;
    for (const resolve of [...this.#waiting.values()]) resolve('failed');
  }
}

function connect(user: Link): Line {
  const port = browser.runtime.connect({ name: composerPort });
  const line: Line = { port, user };
  port.onMessage.addListener((message: ToContent) => line.user?.hear(message));
  port.onDisconnect.addListener(() => {
    if (spare === line) spare = null;
    line.user?.broken();
  });
  return line;
}

/** False once the extension was updated or removed, and this script left behind. */
export function isAlive(): boolean {
  try {
    return browser.runtime?.id !== undefined;
  } catch {
    return false;
  }
}
