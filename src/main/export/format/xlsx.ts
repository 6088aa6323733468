import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { Format } from './format.ts';
import { cellOf, rowOf, SheetNames, sheetHead, sheetTail, workbookParts } from './xlsx-parts.ts';

/** Excel has no room for more rows on a sheet, its titles among them. */
const maxRows = 1_048_576;

/**
 * A workbook for Excel, written as the rows come: of a million rows no more is kept than those that are being packed.
 * Cells are texts, so that account ids keep their zeros and nothing is a formula; titles stay in sight, columns are as
 * wide as the first rows need. Beyond Excel's limit rows go on on another sheet. `sheetName`: what the first is called;
 * `rowsOfSheet`: a test's limit.
 */
export function xlsx(columns: readonly string[], sheetName = 'Access', rowsOfSheet = maxRows): Format {
  const names = new SheetNames();
  const packed: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    packed.push(chunk);
  });
  let sheet: ZipDeflate | undefined;
  let row = 0;
  const taken = () => Buffer.concat(packed.splice(0)).toString('latin1');
  const close = () => sheet?.push(strToU8(sheetTail(columns.length, row)), true);
  const open = (widths: readonly number[]) => {
    close();
    sheet = new ZipDeflate(names.next(), { level: 6 });
    zip.add(sheet);
    row = 1;
    sheet.push(
      strToU8(
        sheetHead(widths) +
          rowOf(
            row,
            columns.map((name, n) => cellOf(n, row, name, true)),
          ),
      ),
    );
  };
  return {
    columns,
    encoding: 'latin1',
    begin: () => '',
    rows(records) {
      const widths = columns.map((name) =>
        Math.max(name.length, ...records.slice(0, 1_000).map((record) => String(record[name] ?? '').length)),
      );
      let text = '';
      for (const record of records) {
        if (!sheet || row >= rowsOfSheet) {
          if (text !== '') sheet?.push(strToU8(text));
          text = '';
          open(widths);
        }
        row += 1;
        text += rowOf(
          row,
          columns.map((name, n) => cellOf(n, row, record[name] ?? null)),
        );
      }
      if (text !== '') sheet?.push(strToU8(text));
      return taken();
    },
    end() {
      if (!sheet) open(columns.map((name) => name.length));
      close();
      for (const [name, text] of workbookParts(names.count, sheetName)) {
        const part = new ZipPassThrough(name);
        zip.add(part);
        part.push(strToU8(text), true);
      }
      zip.end();
      return taken();
    },
  };
}
