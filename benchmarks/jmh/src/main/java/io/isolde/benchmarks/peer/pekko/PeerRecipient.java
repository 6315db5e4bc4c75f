package io.isolde.benchmarks.peer.pekko;

import io.isolde.benchmarks.peer.Recipient;
import org.apache.pekko.actor.typed.ActorSystem;

/** A typed actor, whose mailbox has no bound. */
public final class PeerRecipient implements Recipient {
  private final Sum sum = new Sum();
  private final ActorSystem<Sum.Message> actor = sum.start();

  public PeerRecipient(int size) {}

  @Override
  public void tell(long summand) {
    actor.tell(new Sum.Tell(summand));
  }

  @Override
  public long sum() {
    return sum.value();
  }

  @Override
  public void close() {
    actor.terminate();
  }
}
