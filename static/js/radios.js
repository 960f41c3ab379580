// GOV.UK radios without aria-expanded, which ARIA does not allow on a radio button.
import { Radios } from "govuk-frontend";

export class QuietRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}
