type Play = () => Promise<void>;

/** What happens when, played in the order of the instants. What happens may note down more. */
export class Diary {
  #notes: { readonly at: Date; readonly play: Play }[] = [];

  /** Of two notes of one instant, the first comes first. */
  note(at: Date, play: Play): void {
    const behind = this.#notes.findIndex((note) => note.at > at);
    this.#notes.splice(behind < 0 ? this.#notes.length : behind, 0, { at, play });
  }

  /** Plays what is noted before `until`; `turn` sets every clock before each. */
  async live(until: Date, turn: (at: Date) => Promise<void>): Promise<void> {
    for (let next = this.#notes[0]; next && next.at < until; next = this.#notes[0]) {
      this.#notes.shift();
      await turn(next.at);
      await next.play();
    }
  }
}
