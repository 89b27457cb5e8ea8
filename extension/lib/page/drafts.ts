/**
 * The drafts of a page: which fields go out together, and the session of each. A session
 * opens when one of its fields is used first, and closes when all have left the page.
 */
import { closest, findAll, isInPage } from '../dom';
import type { Site } from '../sites';
import type { Drafts } from './attempt';
import { isAlive } from './link';
import { Session, type SessionEvents } from './session';

/** Longest thread that is read as one; forms with more fields are no posts. */
const most = 200;

export class OpenDrafts implements Drafts {
  #site: () => Site;
  #events: SessionEvents;
  #dropped: (session: Session) => void;
  #sessions = new Set<Session>();

  /**
   * @param site what the page is, asked when it is first needed
   * @param dropped hears of each session before it closes
   */
  constructor(site: () => Site, events: SessionEvents, dropped: (session: Session) => void) {
    this.#site = site;
    this.#events = events;
    this.#dropped = dropped;
  }

  get size(): number {
    return this.#sessions.size;
  }

  of(field: HTMLElement): Session | null {
    return this.#known(field) ?? (hasText(field) && isAlive() ? this.open(field) : null);
  }

  fields(): HTMLElement[] {
    return [...this.#sessions].flatMap((session) => session.editor.fields);
  }

  /** The session of a field, with all the fields that are in its draft by now. */
  open(field: HTMLElement): Session {
    const fields = this.#together(field);
    const known = fields.flatMap((f) => this.#known(f) ?? []);
    const [session = this.#begin(fields), ...others] = new Set(known);
    for (const other of others) this.#drop(other);
    if (known.length > 0) session.compose(fields);
    return session;
  }

  /** Reads all drafts again. */
  look(): void {
    for (const session of this.#sessions) session.look();
  }

  /** Stops watching all drafts but one. */
  rest(but: Session | null): void {
    for (const session of this.#sessions) if (session !== but) session.rest();
  }

  /** Closes the drafts that have left the page. */
  dropGone(): void {
    for (const session of this.#sessions) {
      const left = session.editor.fields.filter(isInPage);
      if (left.length === 0) this.#drop(session);
      else if (left.length < session.editor.fields.length) session.compose(left);
    }
  }

  dropAll(): void {
    for (const session of this.#sessions) this.#drop(session);
  }

  #known(field: HTMLElement): Session | undefined {
    for (const session of this.#sessions) {
      if (session.editor.fields.includes(field)) return session;
    }
    return undefined;
  }

  #begin(fields: HTMLElement[]): Session {
    const session = new Session(fields, this.#site(), this.#events);
    this.#sessions.add(session);
    return session;
  }

  #drop(session: Session): void {
    this.#sessions.delete(session);
    this.#dropped(session);
    session.close();
  }

  /** The fields that go out with a field, itself among them, in the order of the page. */
  #together(field: HTMLElement): HTMLElement[] {
    const { together, composer, deep } = this.#site();
    const scope = together && closest(field, together);
    if (!scope) return [field];
    const fields = findAll(scope, composer, deep ?? false).filter(
      (f) => f === field || !f.contains(field),
    );
    return fields.includes(field) && fields.length <= most ? fields : [field];
  }
}

function hasText(field: HTMLElement): boolean {
  const text = (field as HTMLTextAreaElement).value ?? field.textContent;
  return text !== '' && text !== null;
}
