// Starts one class for each data-module on the page. Every page works without this file.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  PasswordInput,
  SkipLink,
  createAll,
} from "govuk-frontend";

import { Menu } from "./menu.js";
import { Progress } from "./progress.js";
import { QuietRadios } from "./radios.js";
import { Find } from "./search.js";

for (const Component of [Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, QuietRadios, SkipLink]) {
  createAll(Component);
}

const ours = { "app-find": Find, "app-menu": Menu, "app-progress": Progress };
for (const [name, Module] of Object.entries(ours)) {
  document.querySelectorAll(`[data-module="${name}"]`).forEach((element) => new Module(element));
}
