package io.isolde.examples.sharing;

/** What a strategy promises about the total of all balances. */
public enum Promise {
  /** Nothing. */
  NONE,

  /** When nothing is under way, the total is what it was at first: no money is lost or created. */
  AT_REST,

  /** Every audit finds the same total. */
  ALWAYS
}
