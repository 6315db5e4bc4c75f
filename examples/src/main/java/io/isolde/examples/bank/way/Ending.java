package io.isolde.examples.bank.way;

/** How an order ended. */
public enum Ending {
  /** The money was moved. */
  MOVED,

  /** Nothing was moved: the payer has too little, or the payee is frozen. */
  REFUSED,

  /** The payer had paid already when the payee turned out to be frozen, and got the money back. */
  PAID_BACK
}
