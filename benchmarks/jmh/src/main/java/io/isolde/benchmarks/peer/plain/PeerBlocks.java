package io.isolde.benchmarks.peer.plain;

import io.isolde.benchmarks.peer.Blocks;
import io.isolde.benchmarks.peer.Tally;

/** Two plain fields. */
public final class PeerBlocks implements Blocks {
  private long here;
  private long there;

  public PeerBlocks(int size) {}

  @Override
  public void flat(Tally tally) {
    tally.attempt();
    here--;
    there++;
  }

  @Override
  public void nested(Tally tally) {
    flat(tally);
  }

  @Override
  public long moved() {
    return here + there == 0 ? there : -1;
  }
}
