// The guest's pages without a form still send what the phone holds.

import { start } from "./outbox.js";

await start();
document.documentElement.dataset.ready = "1";
