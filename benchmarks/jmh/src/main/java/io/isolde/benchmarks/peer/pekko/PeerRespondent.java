package io.isolde.benchmarks.peer.pekko;

import io.isolde.benchmarks.peer.Respondent;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A typed actor, asked by the ask pattern, which always has a timeout. */
public final class PeerRespondent implements Respondent {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ActorSystem<Sum.Message> actor = new Sum().start();

  public PeerRespondent(int size) {}

  @Override
  public long ask(long summand) {
    return AskPattern.<Sum.Message, Long>ask(
            actor, asker -> new Sum.Ask(summand, asker), TIMEOUT, actor.scheduler())
        .toCompletableFuture()
        .join();
  }

  @Override
  public void close() {
    actor.terminate();
  }
}
