import type { Token } from "../api/wire.ts";
import { TableHead } from "../parts/table-head.tsx";
import { Time } from "../parts/time.tsx";
import { words } from "../words.ts";

/** For administrators: who else may ask for backups by script. */
export function OtherHolders({
  tokens,
  onRevoke,
}: {
  readonly tokens: readonly Token[];
  readonly onRevoke: (token: Token) => void;
}) {
  return (
    <section aria-labelledby="holders">
      <h2 id="holders">{words.holders.title}</h2>
      {tokens.length === 0 ? (
        <p class="quiet">{words.holders.none}</p>
      ) : (
        <table>
          <TableHead
            columns={[words.holders.login, words.holders.madeAt, words.holders.usableFrom]}
            actions={words.holders.actions}
          />
          <tbody>
            {tokens.map((token) => (
              <tr key={token.holder.id}>
                <th scope="row">{token.holder.login}</th>
                <td data-name={words.holders.madeAt}>
                  <Time at={token.createdAt} />
                </td>
                <td data-name={words.holders.usableFrom}>
                  <Time at={token.usableFrom} />
                </td>
                <td class="right">
                  <button
                    type="button"
                    aria-label={words.holders.revokeOf(token.holder.login)}
                    onClick={() => onRevoke(token)}
                  >
                    {words.token.revoke}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
