// The guest's pages without a form still send what the phone holds.

import { arrived, owner, start } from "./outbox.js";
import { forgetDraft } from "./store.js";

// A find that went the plain way has left its draft behind; what was typed since is no longer marked as sent.
for (const key of [`draft/${owner}/new`, `draft/${owner}/${arrived}`]) {
  if (arrived && JSON.parse(localStorage.getItem(key))?.sent === arrived) await forgetDraft(key);
}

await start();
document.documentElement.dataset.ready = "1";
