/** The mock of a site's composer: a draft, how it stands, and a Post button. */
import type { Ref } from 'preact';
import type { Report } from '../../../extension/lib/report';
import type { Lang } from '../../../extension/ui/messages';
import { Chip } from '../../../extension/ui/parts';
import { Draft, type DraftHandle } from './draft';
import { duration, words } from './messages';
import type { Reading } from './reader';

export function Composer({
  handle,
  report,
  reading,
  text,
  lang,
  waiting,
  notice,
  onText,
  onPick,
  onPost,
}: {
  handle: Ref<DraftHandle>;
  report: Report;
  reading: Reading | null;
  text: string;
  lang: Lang;
  waiting: boolean;
  notice: string;
  onText(text: string): void;
  onPick(finding: number): void;
  onPost(): void;
}) {
  const w = words[lang];
  return (
    <div class="composer">
      <div class="composer-top">
        <span class="avatar" aria-hidden="true">
          {w.avatar}
        </span>
        <Draft
          handle={handle}
          report={report}
          text={text}
          label={w.draft}
          placeholder={w.placeholder}
          describedBy="standing"
          onText={onText}
          onPick={onPick}
        />
      </div>
      <div class="composer-foot">
        <div class="standing" id="standing" role="status" data-verdict={reading && report.verdict}>
          {waiting && <span class="quietly">{w.loading}</span>}
          {reading && text !== '' && (
            <>
              <Chip verdict={report.verdict} lang={lang} />
              <span class="quietly" aria-hidden="true">
                {w.read(duration(reading.took, lang))}
              </span>
            </>
          )}
        </div>
        <span class="count" aria-hidden="true">
          {[...text].length}
        </span>
        <button
          type="button"
          class="bd-button bd-main post"
          disabled={text === ''}
          onClick={onPost}
        >
          {w.post}
        </button>
      </div>
      <p class="notice" role="status" data-bedside="notice">
        {notice}
      </p>
    </div>
  );
}
