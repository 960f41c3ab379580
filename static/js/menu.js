// A <details> menu that also closes on Escape, on a click elsewhere, and when focus leaves it.
export class Menu {
  constructor(element) {
    this.element = element;
    this.summary = element.querySelector("summary");
    element.addEventListener("keydown", (event) => this.onKey(event));
    element.addEventListener("focusout", (event) => this.onLeave(event));
    document.addEventListener("click", (event) => this.onClick(event));
  }

  onKey(event) {
    if (event.key === "Escape" && this.element.open) {
      this.close();
      this.summary.focus();
    }
  }

  onLeave(event) {
    if (event.relatedTarget && !this.element.contains(event.relatedTarget)) {
      this.close();
    }
  }

  onClick(event) {
    if (!this.element.contains(event.target)) {
      this.close();
    }
  }

  close() {
    this.element.open = false;
  }
}
