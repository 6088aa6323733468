export interface FetchedFile {
  readonly status: number;
  readonly bytes: Buffer;
  readonly text: string;
  readonly type: string | null;
  readonly name: string | null;
  readonly complete: string | null;
  readonly rows: string | null;
}

interface Asking {
  readonly signal?: AbortSignal;
  readonly authorization?: string;
}

/** A file of a gateway, with what its headers say of it. */
export async function fetchFile(
  gateway: { readonly url: string },
  name: string,
  body: object = {},
  { signal, authorization }: Asking = {},
): Promise<FetchedFile> {
  const response = await fetch(new URL(`/files/${name}`, gateway.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const { headers, status } = response;
  return {
    status,
    bytes,
    text: bytes.toString(),
    type: headers.get('content-type'),
    name: headers.get('content-disposition'),
    complete: headers.get('x-complete'),
    rows: headers.get('x-row-count'),
  };
}
