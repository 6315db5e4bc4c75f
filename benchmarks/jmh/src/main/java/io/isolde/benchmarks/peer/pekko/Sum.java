package io.isolde.benchmarks.peer.pekko;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The state of an actor, which is the only one of its system. Its messages are handled one at a
 * time.
 */
final class Sum {
  /** Written by the actor alone. */
  private volatile long value;

  /** What the actor understands. */
  sealed interface Message {}

  /** Adds. */
  record Tell(long summand) implements Message {}

  /** Adds and replies. */
  record Ask(long summand, ActorRef<Long> asker) implements Message {}

  ActorSystem<Message> start() {
    return ActorSystem.create(Behaviors.receiveMessage(this::handle), "sum");
  }

  private Behavior<Message> handle(Message message) {
    switch (message) {
      case Tell tell -> add(tell.summand);
      case Ask ask -> {
        add(ask.summand);
        ask.asker.tell(value);
      }
    }
    return Behaviors.same();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread at a time
  private void add(long summand) {
    value += summand;
  }

  long value() {
    return value;
  }
}
