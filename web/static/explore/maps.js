// Saved maps.
export class Maps {
  constructor(holder, board, picture, actions) {
    Object.assign(this, { holder, board, picture, actions });
  }

  open() {}
}
