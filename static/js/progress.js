// Shows how far the work on a return is: asks the server every second, and opens the page anew when
// the next step is reached. What is said aloud changes a few times only, at each quarter.
const EVERY = 1000;
const AT_LONGEST = 15000;

export class Progress {
  constructor(element) {
    this.element = element;
    this.bar = element.querySelector("progress");
    this.words = element.querySelector("[data-words]");
    this.said = element.querySelector("[data-said]");
    this.quarter = -1;
    this.wait = EVERY;
    this.later();
  }

  later() {
    setTimeout(() => this.ask(), this.wait);
  }

  async ask() {
    try {
      const answer = await fetch(this.element.dataset.url, { headers: { Accept: "application/json" } });
      if (answer.redirected || answer.status === 403 || answer.status === 404) {
        location.reload(); // signed out, or no longer allowed: the page itself says so
        return;
      }
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
      this.wait = EVERY;
      if (this.show(await answer.json())) {
        return;
      }
    } catch {
      this.wait = Math.min(this.wait * 2, AT_LONGEST); // the server cannot be reached just now
    }
    this.later();
  }

  show(found) {
    if (found.state !== this.element.dataset.state) {
      location.reload();
      return true;
    }
    this.words.textContent = found.words;
    if (found.total > 0) {
      this.bar.max = found.total;
      this.bar.value = found.done;
      const quarter = Math.floor((4 * found.done) / found.total);
      if (quarter !== this.quarter) {
        this.quarter = quarter;
        this.said.textContent = found.words;
      }
    }
    return false;
  }
}
