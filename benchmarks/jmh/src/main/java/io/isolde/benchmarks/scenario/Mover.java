package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;

/** Moves 1 between two accounts picked at random. Thread-confined. */
record Mover(Accounts accounts, int size, Picks picks) implements Worker {
  @Override
  public void step(Tally tally) {
    long bits = picks.next();
    int from = Picks.upper(bits, size);
    accounts.transfer(from, Picks.lowerBut(bits, size, from), 1, tally);
  }
}
