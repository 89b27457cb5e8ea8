/** Taking settings along, reading them in, and beginning anew. */
import { useRef, useState } from 'preact/hooks';
import { defaults } from '../../lib/settings';
import { exportSettings, importSettings } from '../../lib/transfer';
import { Switch } from '../../ui/fields';
import type { PartProps } from './main';

export function Device({ say, settings, set, locked }: PartProps) {
  const file = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState('');
  const [sure, setSure] = useState(false);

  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    const read = importSettings(await chosen.text());
    if (file.current) file.current.value = '';
    setProblem(read.refusal ? say.refusal(chosen.name, read.refusal) : '');
    if (read.settings) set(read.settings);
  };
  return (
    <section class="bd-sheet" data-bedside="device">
      <h2>{say.device}</h2>
      <Switch
        label={say.sync}
        hint={say.syncHint}
        hook="sync"
        on={settings.sync}
        turn={(sync) => set({ sync })}
        locked={locked('sync')}
      />
      <div class="bd-buttons">
        <button type="button" data-bedside="export" onClick={() => save(exportSettings(settings))}>
          {say.export}
        </button>
        <button type="button" data-bedside="import" onClick={() => file.current?.click()}>
          {say.import}
        </button>
        <input
          type="file"
          accept="application/json,.json"
          hidden
          ref={file}
          data-bedside="file"
          onChange={(e) => take(e.currentTarget.files?.[0])}
        />
        {sure ? (
          <>
            <button
              type="button"
              class="bd-main"
              data-bedside="reset-sure"
              onClick={() => {
                setSure(false);
                set(defaults);
              }}
            >
              {say.resetSure}
            </button>
            <button type="button" onClick={() => setSure(false)}>
              {say.keep}
            </button>
          </>
        ) : (
          <button type="button" data-bedside="reset" onClick={() => setSure(true)}>
            {say.reset}
          </button>
        )}
      </div>
      <p class="bd-problem" role="alert" data-bedside="import-problem">
        {problem}
      </p>
    </section>
  );
}

/** Has the browser save a text as a file. */
function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'bedside-settings.json';
  link.click();
  URL.revokeObjectURL(url);
}
