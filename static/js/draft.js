// Keeps what is typed on the server a moment after each change, and says so; nothing is kept in the
// browser. The form works without this: a button keeps it too.
const AFTER = 1500;
const AGAIN = 10000;

export class Draft {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-draft-said]");
    this.isSent = false;
    this.latest = 0;
    form.addEventListener("input", () => this.later(AFTER));
    form.addEventListener("submit", () => {
      this.isSent = true;
      clearTimeout(this.timer);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.timer) {
        this.keep();
      }
    });
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), wait);
  }

  async keep() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.isSent) {
      return;
    }
    const body = new FormData(this.form);
    body.set("draft", "keep");
    const turn = ++this.latest;
    try {
      const answer = await fetch(location.pathname, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: document.visibilityState === "hidden",
      });
      if (turn !== this.latest || this.isSent) {
        return;
      }
      if (answer.ok || answer.status === 422) {
        this.say((await answer.json()).words);
        return;
      }
      this.say(answer.status >= 500 ? this.form.dataset.away : this.form.dataset.out);
    } catch {
      this.say(this.form.dataset.away);
    }
    this.later(AGAIN);
  }

  say(words) {
    if (this.said.textContent !== words) {
      this.said.textContent = words;
    }
  }
}
