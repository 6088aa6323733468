import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { settings } from '../access/settings.ts';
import { textOf } from '../graphql/document.ts';
import { Downloads, type FileQuestion } from './download.tsx';

/** A question as it can be asked elsewhere. */
export interface Question {
  readonly document: object;
  readonly variables: object;
}

/** What of a view can be handed on. */
export interface HandOn {
  /** What the view asks. */
  readonly question?: Question;
  /** The list that the view shows, where the gateway writes it as a file. */
  readonly file?: FileQuestion;
}

export interface TitleProps extends HandOn {
  /** The sentence as text: of the window, and of what is handed on. */
  readonly text: string;
  /** The same, with what is emphasized. @default the text */
  readonly children?: ComponentChildren;
}

/** The sentence that a view answers, and the ways to hand it on. */
export function Title({ text, children, question, file }: TitleProps): JSX.Element {
  useEffect(() => {
    document.title = `${text} · Identity Center`;
  }, [text]);
  return (
    <div class="title">
      <h1>{children ?? text}</h1>
      <div class="hand-on">
        <CopyButton text={() => location.href} label="Copy link" />
        {question && settings.graphiql && (
          // The tab that it opens gets this tab's token, which the default of a new tab would not.
          <a class="button" href={graphiqlHref(question)} target="_blank" rel="opener">
            As GraphQL
          </a>
        )}
        {file && <Downloads file={file} />}
      </div>
    </div>
  );
}

export function CopyButton({ text, label }: { text: () => string; label: string }): JSX.Element {
  const [told, setTold] = useState('');
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text());
      setTold('Copied');
    } catch {
      // Browsers have no clipboard for pages that came by http from elsewhere than this machine.
      setTold('Not allowed here');
    }
    setTimeout(() => setTold(''), 2000);
  }
  return (
    <button type="button" onClick={() => void copy()}>
      <span aria-live="polite">{told || label}</span>
    </button>
  );
}

function graphiqlHref({ document, variables }: Question): string {
  const search = new URLSearchParams({
    query: textOf(document),
    // Null is what a variable is that is left out; who reads them need not see that.
    variables: JSON.stringify(variables, (_, value: unknown) => value ?? undefined, 2),
  });
  return `/graphql?${search.toString()}`;
}
