/** Every page of the service in every state: what the browser's tests visit. See ../README.md for how to add one. */
import { ofAlerts } from "./alerts.ts";
import { ofLinks } from "./links.ts";
import { ofMessages } from "./messages.ts";
import { ofRaising } from "./raise.ts";
import { ofRegister } from "./register.ts";
import { ofStart } from "./start.ts";
import type { State } from "./state.ts";

export const gallery: readonly State[] = [
  ...ofStart,
  ...ofMessages,
  ...ofLinks,
  ...ofRaising,
  ...ofAlerts,
  ...ofRegister,
];
