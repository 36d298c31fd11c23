type Play = () => Promise<void>;

interface Note {
  readonly at: Date;
  readonly play: Play;
  /** Whether Alipay must know what time it is. */
  readonly needsAlipay: boolean;
}

/** What happens when, played in the order of the instants. What happens may note down more. */
export class Diary {
  #notes: Note[] = [];

  /** Of two notes of one instant, the first comes first. */
  note(at: Date, play: Play): void {
    this.#add({ at, play, needsAlipay: true });
  }

  /** The same of what Alipay has no part in: most of what happens, and a thousand turns of its clock less. */
  noteAside(at: Date, play: Play): void {
    this.#add({ at, play, needsAlipay: false });
  }

  #add(note: Note): void {
    const behind = this.#notes.findIndex(({ at }) => at > note.at);
    this.#notes.splice(behind < 0 ? this.#notes.length : behind, 0, note);
  }

  /** Plays what is noted before `until`; `turn` sets the clocks before each. */
  async live(until: Date, turn: (at: Date, alipayToo: boolean) => Promise<void>): Promise<void> {
    for (let next = this.#notes[0]; next && next.at < until; next = this.#notes[0]) {
      this.#notes.shift();
      await turn(next.at, next.needsAlipay);
      await next.play();
    }
  }
}
