/**
 * Answers one content script: reports on drafts, the newest first of all. What is
 * found is told at once, and again with edits, which take longer to find, unless a
 * newer draft has come. Drafts are held only until they are answered.
 */
import { ModuleError } from '../module';
import type { Answered, Failure, Read } from '../protocol';
import type { Options } from '../report';
import type { Engine } from './engine';

export class Reader {
  #engine: Engine;
  #post: (answer: Answered) => void;
  #author: () => Options;
  #next: Read | null = null;
  #busy = false;

  constructor(engine: Engine, post: (answer: Answered) => void, author: () => Options) {
    this.#engine = engine;
    this.#post = post;
    this.#author = author;
  }

  /** Takes a draft to read; one that still waits is dropped for it. */
  async read(request: Read): Promise<void> {
    this.#next = request;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#next) {
        await this.#engine.module().catch(() => {}); // a waking module may see newer drafts come
        const { id, text, options } = this.#next;
        this.#next = null;
        const early = await this.#answer(id, text, { ...options, edits: false });
        if (early.report && early.report.findings.length > 0) {
          this.#post({ id, report: early.report, early: true });
          await new Promise((resolve) => setTimeout(resolve)); // a newer draft may come in
          if (!this.#next) this.#post(await this.#answer(id, text, options));
        } else {
          this.#post(early);
        }
      }
    } finally {
      this.#busy = false;
    }
  }

  async #answer(id: number, text: string, options: Options): Promise<Answered> {
    const author = this.#author();
    const names = [...(options.names ?? []), ...(author.names ?? [])];
    const all = { ...options, ...author, ...(names.length > 0 && { names }) };
    try {
      return { id, report: await this.#engine.run((module) => module.analyze(text, all)) };
    } catch (error) {
      return { id, error: describe(error) };
    }
  }
}

function describe(error: unknown): Failure {
  if (error instanceof ModuleError) return { code: error.code, message: error.message };
  return { code: 'unknown', message: error instanceof Error ? error.message : String(error) };
}
