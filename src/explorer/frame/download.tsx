import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { settings } from '../access/settings.ts';
import { authorization, leave } from '../access/token.ts';

/** A list that the gateway writes as a file: all that the view means, whatever of it is on the page. */
export interface FileQuestion {
  readonly list:
    | 'assignments'
    | 'people'
    | 'changes'
    | 'users'
    | 'groups'
    | 'members'
    | 'accounts'
    | 'accounts-of-ou'
    | 'ous'
    | 'permission-sets'
    | 'policies'
    | 'provisioned'
    | 'counts'
    | 'findings'
    | 'roles';
  /** As the list's own question takes them. */
  readonly args: object;
}

/** CSV and a workbook of the whole list. */
export function Downloads({ file }: { file: FileQuestion }): JSX.Element {
  return (
    <>
      <Download file={file} format="csv" label="CSV" />
      <Download file={file} format="xlsx" label="XLSX" />
    </>
  );
}

interface DownloadProps {
  readonly file: FileQuestion;
  readonly format: 'csv' | 'xlsx';
  readonly label: string;
}

/** What is read for it may take a while: pressed again, it stops. */
function Download({ file, format, label }: DownloadProps): JSX.Element {
  const [told, setTold] = useState('');
  const leaving = useRef<AbortController>(undefined);

  async function press(): Promise<void> {
    if (leaving.current) return leaving.current.abort();
    leaving.current = new AbortController();
    setTold(`${label} … stop`);
    try {
      setTold(await save(file, format, leaving.current.signal));
    } catch (error) {
      setTold(leaving.current.signal.aborted ? '' : messageOf(error));
    }
    leaving.current = undefined;
    setTimeout(() => setTold((now) => (now.startsWith('Incomplete') ? now : '')), 4000);
  }

  return (
    <button type="button" title={`All of this as ${label}`} onClick={() => void press()}>
      <span aria-live="polite">{told || label}</span>
    </button>
  );
}

/** What is said of it once it is there. */
async function save(
  { list, args }: FileQuestion,
  format: DownloadProps['format'],
  signal: AbortSignal,
): Promise<string> {
  const response = await fetch(`/files/${list}.${format}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...settings.headers, ...authorization() },
    body: JSON.stringify({ ...args, ...(format === 'csv' && { bom: true }) }),
    signal,
  });
  if (response.status === 401) leave();
  if (!response.ok) throw new Error(await refusalIn(response));
  const blob = await response.blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = nameIn(response) ?? `${list}.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
  return response.headers.get('X-Complete') === 'false' ? 'Incomplete: its end says why' : 'Saved';
}

function nameIn({ headers }: Response): string | undefined {
  return /filename="([^"]+)"/.exec(headers.get('Content-Disposition') ?? '')?.[1];
}

async function refusalIn(response: Response): Promise<string> {
  const body = (await response.json().catch(() => undefined)) as
    | { readonly errors?: readonly { readonly message: string }[] }
    | undefined;
  return body?.errors?.[0]?.message ?? `The gateway answered HTTP ${response.status}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'It could not be saved';
}
