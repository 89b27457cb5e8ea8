/** The fields of the extension's own pages: a switch, a choice, a list of words. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { LockIcon } from './icons';

interface Field {
  label: ComponentChildren;
  /** What the setting does, in a sentence. */
  hint?: ComponentChildren;
  /** For tests to find it. */
  hook: string;
  /** Why it cannot be changed, where an organisation has set it. */
  locked?: string | undefined;
  disabled?: boolean;
}

function Hint({ id, hint, locked }: Pick<Field, 'hint' | 'locked'> & { id: string }) {
  if (!hint && !locked) return null;
  return (
    <span class="bd-hint" id={id}>
      {hint}
      {locked && (
        <span class="bd-locked">
          <LockIcon size={12} /> {locked}
        </span>
      )}
    </span>
  );
}

export function Switch({ on, turn, ...field }: Field & { on: boolean; turn(on: boolean): void }) {
  const { label, hint, hook, locked, disabled } = field;
  const id = useId();
  return (
    <div class="bd-field">
      <label class="bd-row">
        <span>{label}</span>
        <input
          type="checkbox"
          role="switch"
          aria-checked={on}
          aria-describedby={hint || locked ? id : undefined}
          data-bedside={hook}
          checked={on}
          disabled={disabled || locked !== undefined}
          onChange={(e) => turn(e.currentTarget.checked)}
        />
      </label>
      <Hint id={id} hint={hint} locked={locked} />
    </div>
  );
}

export function Choice<Value extends string>({
  value,
  options,
  choose,
  ...field
}: Field & {
  value: Value;
  options: readonly (readonly [value: Value, label: string])[];
  choose(value: Value): void;
}) {
  const { label, hint, hook, locked, disabled } = field;
  const id = useId();
  return (
    <div class="bd-field">
      <label class="bd-row">
        <span>{label}</span>
        <select
          data-bedside={hook}
          value={value}
          disabled={disabled || locked !== undefined}
          aria-describedby={hint || locked ? id : undefined}
          onChange={(e) => choose(e.currentTarget.value as Value)}
        >
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Hint id={id} hint={hint} locked={locked} />
    </div>
  );
}

/** Words or names, one a line. */
export function Lines({
  value,
  keep,
  ...field
}: Field & { value: readonly string[]; keep(value: string[]): void }) {
  const { label, hint, hook } = field;
  const id = useId();
  return (
    <div class="bd-field">
      <label>
        <span>{label}</span>
        <textarea
          data-bedside={hook}
          rows={Math.min(8, Math.max(2, value.length + 1))}
          spellcheck={false}
          autocomplete="off"
          aria-describedby={hint ? id : undefined}
          value={value.join('\n')}
          onChange={(e) => keep(linesOf(e.currentTarget.value))}
        />
      </label>
      <Hint id={id} hint={hint} />
    </div>
  );
}

/** The lines that say something, each once. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}
