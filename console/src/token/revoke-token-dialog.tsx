import { coffer } from "../api/coffer-api.ts";
import type { Token } from "../api/wire.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { words } from "../words.ts";

interface RevokeTokenDialogProps {
  readonly token: Token;
  readonly isOwn: boolean;
  readonly onClose: (isRevoked: boolean) => void;
}

/** The one question before a token ends: it cannot be had back. */
export function RevokeTokenDialog({ token, isOwn, onClose }: RevokeTokenDialogProps) {
  const keep = (): void => onClose(false);
  const { login, id } = token.holder;
  return (
    <Dialog title={isOwn ? words.revoke.own : words.revoke.of(login)} onClose={keep}>
      <p>{words.revoke.what}</p>
      <ActionForm
        action={() => coffer.revokeToken(id)}
        onDone={() => onClose(true)}
        submit={words.revoke.submit}
        isDanger
        onCancel={keep}
      />
    </Dialog>
  );
}
