package io.isolde.examples.sharing;

/** What became of a transfer. */
public enum Outcome {
  /** The money was moved. */
  MOVED,

  /** Nothing was moved: the payer has too little, or the payee is frozen. */
  REFUSED,

  /** The payer had paid already when the payee turned out to be frozen, and got the money back. */
  PAID_BACK
}
