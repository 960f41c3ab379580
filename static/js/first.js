// Runs before the page is drawn, so that nothing jumps when the rest of the script arrives.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}
