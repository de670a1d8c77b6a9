import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import type { Token, Tokens } from "../api/wire.ts";
import { useInstallation } from "../installation.ts";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { isBackFor } from "../session/errand.ts";
import { MakeTokenDialog } from "./make-token-dialog.tsx";
import { OtherHolders } from "./other-holders.tsx";
import { OwnToken } from "./own-token.tsx";
import { RevokeTokenDialog } from "./revoke-token-dialog.tsx";

/** One's own backup token, and who else holds one. */
export function TokenPage() {
  const [tokens, reload] = useLoaded(coffer.tokens);
  const [isMaking, setMaking] = useState(isBackFor("token"));
  const [revoked, setRevoked] = useState<Token>();
  const { session } = useInstallation();
  const close = async (isChanged: boolean): Promise<void> => {
    // First the list as it is now, then the focus: what opened the dialog may be gone from it.
    if (isChanged) await reload();
    setMaking(false);
    setRevoked(undefined);
  };
  return (
    <WhenLoaded loaded={tokens} onRetry={() => void reload()}>
      {(value) => {
        const own = ownToken(value, session?.login);
        const others = value._embedded.elements.filter((each) => each !== own);
        return (
          <>
            <OwnToken token={own} onMake={() => setMaking(true)} onRevoke={() => setRevoked(own)} />
            {session?.admin && <OtherHolders tokens={others} onRevoke={setRevoked} />}
            {isMaking && (
              <MakeTokenDialog
                word={own ? "reset" : "create"}
                nextUsableFrom={value.nextUsableFrom}
                onClose={(isChanged) => void close(isChanged)}
              />
            )}
            {revoked && (
              <RevokeTokenDialog
                token={revoked}
                isOwn={revoked === own}
                onClose={(isChanged) => void close(isChanged)}
              />
            )}
          </>
        );
      }}
    </WhenLoaded>
  );
}

export const ownToken = (tokens: Tokens, login: string | undefined): Token | undefined =>
  tokens._embedded.elements.find(({ holder }) => holder.login === login);
