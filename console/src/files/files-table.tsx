import { coffer } from "../api/coffer-api.ts";
import { usePages } from "../api/use-pages.ts";
import type { BackupFile, BackupFiles } from "../api/wire.ts";
import { bytes, number } from "../format.ts";
import { NextPage } from "../parts/next-page.tsx";
import { TableHead } from "../parts/table-head.tsx";
import { words } from "../words.ts";

interface FilesTableProps {
  readonly first: BackupFiles;
  readonly onTakeOut: (file: BackupFile) => void;
}

export function FilesTable({ first, onTakeOut }: FilesTableProps) {
  const pages = usePages(first, coffer.moreFiles);
  const { elements } = pages;
  const hasNext = pages.loadNext !== undefined;
  const text = words.files;
  return (
    <>
      <p class="unseen" role="status">
        {hasNext ? text.foundSoFar(number(elements.length)) : text.found(number(elements.length))}
      </p>
      {elements.length === 0 ? (
        <p class="quiet">{hasNext ? text.noneYet : text.none}</p>
      ) : (
        <table class="compact">
          <TableHead columns={[text.name, text.size]} actions={text.actions} />
          <tbody>
            {elements.map((file) => (
              <tr key={file.path}>
                <th scope="row" class="name">
                  {file.name}
                  {file.path !== file.name && <small>{file.path.slice(0, -file.name.length - 1)}</small>}
                </th>
                <td data-name={text.size}>{bytes(file.size)}</td>
                <td class="right">
                  {file._links.take_out ? (
                    <button type="button" aria-label={text.takeOutOf(file.name)} onClick={() => onTakeOut(file)}>
                      {text.takeOut}
                    </button>
                  ) : (
                    <small>{text.tooLarge}</small>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <NextPage pages={pages} name={text.more} />
    </>
  );
}
