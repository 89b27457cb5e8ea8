/** Five posts to mend, in a composer that Bedside reads as it reads any site's. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { startPage } from '../../lib/page/page';
import { practice } from '../../lib/practice';
import type { Lang } from '../../ui/messages';
import posts from './posts.json';
import type { Words } from './words';

export function Practice({ lang, say }: { lang: Lang; say: Words }) {
  const draft = useRef<HTMLTextAreaElement>(null);
  const [at, setAt] = useState(-1);
  const [posted, setPosted] = useState(false);
  const round = posts[lang];
  const post = round[at];

  useEffect(() => startPage(practice).stop, []);
  // A new post comes into the composer, and the composer under the author's fingers.
  useEffect(() => {
    if (!draft.current || !post) return;
    draft.current.value = post.text;
    draft.current.focus();
  }, [post]);

  const next = () => {
    setPosted(false);
    setAt((at + 1) % round.length);
  };
  return (
    <section class="bd-sheet" data-bedside="practice">
      <h2>{say.practice}</h2>
      {post ? (
        <>
          <p>{post.risky ? say.task : say.taskClear}</p>
          <label class="bd-unseen" for="draft">
            {say.draft(at + 1, round.length)}
          </label>
          <textarea id="draft" ref={draft} rows={5} spellcheck={false} aria-describedby="after" />
          <div class="bd-buttons">
            <span class="bd-hint">{say.draft(at + 1, round.length)}</span>
            <button type="button" id="post" class="bd-main" onClick={() => setPosted(true)}>
              {say.post}
            </button>
            <button type="button" data-bedside="next" onClick={next}>
              {at + 1 < round.length ? say.next : say.again}
            </button>
          </div>
          <p id="after" role="status" data-bedside="after">
            {posted && (
              <>
                {say.posted} {post.after}
              </>
            )}
          </p>
        </>
      ) : (
        <>
          <p>{say.practiceHint}</p>
          <div class="bd-buttons">
            <button type="button" class="bd-main" data-bedside="begin" onClick={next}>
              {say.begin}
            </button>
          </div>
        </>
      )}
    </section>
  );
}
