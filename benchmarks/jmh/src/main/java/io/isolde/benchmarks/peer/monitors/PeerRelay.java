package io.isolde.benchmarks.peer.monitors;

import io.isolde.benchmarks.peer.Relay;
import java.util.Arrays;

/**
 * One monitor for each slot. Passing is not atomic: the token is in no slot for a moment, which
 * makes no difference with a single token.
 */
public final class PeerRelay implements Relay {
  private static final class Slot {
    private long token;

    synchronized void put(long newToken) {
      token = newToken;
      notifyAll();
    }

    synchronized long take() throws InterruptedException {
      while (token == 0) {
        wait();
      }
      long taken = token;
      token = 0;
      return taken;
    }
  }

  private final Slot[] slots;

  public PeerRelay(int size) {
    slots = new Slot[size];
    Arrays.setAll(slots, i -> new Slot());
  }

  @Override
  public void put(int slot, long token) {
    slots[slot].put(token);
  }

  @Override
  public long take(int slot) throws InterruptedException {
    return slots[slot].take();
  }

  @Override
  public long pass(int from, int to) throws InterruptedException {
    long token = take(from);
    put(to, token < 0 ? token : token + 1);
    return token;
  }
}
