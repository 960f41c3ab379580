// A search box that suggests children while somebody types: the combobox pattern of ARIA.
// Without this file the form asks the same question when it is sent.
const PAUSE = 200; // milliseconds without a key before we ask
const SHORTEST = 2;

let boxes = 0;

export class Find {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.active = -1;
    this.asked = 0;
    this.items = [];
    this.build(`find-list-${(boxes += 1)}`);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.onClick(event));
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) this.close();
    });
    form.addEventListener("submit", () => this.close());
  }

  build(id) {
    this.list = document.createElement("ul");
    this.list.className = "app-suggestions";
    this.list.id = id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.form.dataset.label);
    this.list.hidden = true;
    this.status = document.createElement("div");
    this.status.className = "govuk-visually-hidden";
    this.status.setAttribute("role", "status");
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-controls", id);
    this.input.after(this.list);
    this.form.append(this.status);
  }

  // What was chosen answered the old letters: Enter now asks for what stands in the box.
  later() {
    this.forget();
    this.choose(-1);
    const text = this.input.value.trim();
    if (text.length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  // Whatever was asked before is no longer waited for, though its answer be on the way.
  forget() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.asked += 1;
  }

  async ask(text) {
    const mine = this.asked;
    this.request = new AbortController();
    const url = `${this.form.dataset.suggestions}?${new URLSearchParams({ q: text })}`;
    try {
      const answer = await fetch(url, {
        headers: { Accept: "application/json" },
        signal: this.request.signal,
      });
      if (!answer.ok && answer.status !== 429) throw new Error(answer.status);
      const { items = [], said } = await answer.json();
      if (mine !== this.asked) return;
      if (this.form.contains(document.activeElement)) this.show({ items, said });
    } catch {
      if (mine === this.asked) this.close();
    }
  }

  show({ items, said }) {
    this.items = items;
    this.list.replaceChildren(...items.map((item, place) => this.option(item, place)));
    this.open(items.length > 0);
    this.status.textContent = said;
  }

  option(item, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.className = "app-suggestions__item";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    for (const part of ["name", "detail", "why"]) {
      const words = document.createElement("span");
      words.className = `app-suggestions__${part}`;
      words.textContent = `${item[part]} `;
      if (item[part]) option.append(words);
    }
    return option;
  }

  onKey(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !this.list.hidden) {
      event.preventDefault();
      this.move(step);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      window.location.assign(this.items[this.active].url);
    } else if (event.key === "ArrowDown") {
      this.later();
    }
  }

  // One place before the first is the box itself, with what was typed.
  move(step) {
    const places = this.items.length + 1;
    this.choose(((this.active + 1 + step + places) % places) - 1);
  }

  choose(active) {
    this.active = active;
    [...this.list.children].forEach((option, place) => {
      const isActive = place === this.active;
      option.setAttribute("aria-selected", String(isActive));
      if (isActive) option.scrollIntoView({ block: "nearest" });
    });
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
  }

  onClick(event) {
    const place = [...this.list.children].indexOf(event.target.closest("[role=option]"));
    if (place >= 0) window.location.assign(this.items[place].url);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    this.choose(-1);
  }

  close() {
    this.forget();
    this.status.textContent = "";
    this.open(false);
  }
}
