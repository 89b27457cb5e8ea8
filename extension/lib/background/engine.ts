/**
 * Keeps one instance of the module at work: makes it when first wanted, replaces it
 * when it fails inside, and says when neither helps. It never sees where packs come
 * from and never keeps a draft.
 */
import { type BedsideModule, ModuleError } from '../module';

export interface EngineParts {
  /** Makes a fresh instance. */
  open(): Promise<BedsideModule>;
  /** Loads the packs into a fresh instance. */
  prepare(module: BedsideModule): Promise<void>;
  /** Hears null when the module works, and else why it does not. */
  health(problem: string | null): void;
  now?(): number;
}

/** After a failure to open, how long to leave it alone, milliseconds. */
const rest = 5_000;

export class Engine {
  #parts: EngineParts;
  #opening: Promise<BedsideModule> | null = null;
  #failedAt = Number.NEGATIVE_INFINITY;
  #failure: ModuleError | null = null;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** Why the module does not work; null while it does or was never wanted. */
  get problem(): string | null {
    return this.#failure?.message ?? null;
  }

  /** The instance at work, made if there is none. */
  module(): Promise<BedsideModule> {
    if (!this.#opening) {
      const opening = this.#open();
      this.#opening = opening;
      opening.catch(() => {
        if (this.#opening === opening) this.#opening = null;
      });
    }
    return this.#opening;
  }

  /** Runs a task in the module; once more in a fresh instance when the first one fails inside. */
  async run<T>(task: (module: BedsideModule) => T): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const module = await this.module();
      try {
        const result = task(module);
        this.#say(null);
        return result;
      } catch (error) {
        if (!module.broken) throw error;
        this.#opening = null;
        if (attempt === 2) {
          this.#say(error instanceof ModuleError ? error : failure(error));
          throw error;
        }
      }
    }
  }

  /** Has the next task run in a fresh instance, prepared anew. */
  renew(): void {
    this.#opening = null;
  }

  async #open(): Promise<BedsideModule> {
    const now = this.#parts.now ?? Date.now;
    try {
      if (this.#failure && now() - this.#failedAt < rest) throw this.#failure;
      const module = await this.#parts.open();
      await this.#parts.prepare(module);
      this.#say(null);
      return module;
    } catch (cause) {
      const error = cause instanceof ModuleError ? cause : failure(cause);
      if (error !== this.#failure) this.#failedAt = now();
      this.#say(error);
      throw error;
    }
  }

  #say(error: ModuleError | null): void {
    const changed = error?.message !== this.#failure?.message;
    this.#failure = error;
    if (changed) this.#parts.health(this.problem);
  }
}

function failure(cause: unknown): ModuleError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ModuleError('open', `The module could not be started: ${why}`);
}
