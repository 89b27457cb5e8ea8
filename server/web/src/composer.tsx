/** The mock of a site's composer: a draft, how it stands, and a Post button. */
import type { Lang } from '../../../extension/ui/messages';
import { Chip } from '../../../extension/ui/parts';
import { Draft, type DraftProps } from './draft';
import { duration, words } from './messages';
import type { Reading } from './reader';

type Drafting = Pick<
  DraftProps,
  'handle' | 'report' | 'text' | 'onText' | 'onPick' | 'onPoint' | 'onEscape'
>;

export function Composer({
  reading,
  lang,
  waiting,
  notice,
  onPost,
  ...drafting
}: Drafting & {
  reading: Reading | null;
  lang: Lang;
  waiting: boolean;
  notice: string;
  onPost(): void;
}) {
  const { report, text } = drafting;
  const w = words[lang];
  return (
    <>
      <div class="composer">
        <div class="composer-top">
          <span class="avatar" aria-hidden="true">
            {w.avatar}
          </span>
          <Draft {...drafting} label={w.draft} placeholder={w.placeholder} describedBy="standing" />
        </div>
        <div class="composer-foot">
          <div
            class="standing"
            id="standing"
            role="status"
            data-verdict={reading && report.verdict}
          >
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
            {text !== '' && [...text].length}
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
      </div>
      <p class="notice" role="status" data-bedside="notice">
        {notice}
      </p>
    </>
  );
}
