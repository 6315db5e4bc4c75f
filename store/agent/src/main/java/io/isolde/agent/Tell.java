package io.isolde.agent;

import java.util.function.UnaryOperator;

/** A message that nobody waits for. */
final class Tell<S> extends Message<S> {
  private final UnaryOperator<S> change;

  Tell(UnaryOperator<S> change) {
    this.change = change;
  }

  @Override
  void handle(Agent<S> agent) {
    try {
      S next = change.apply(agent.present());
      agent.requireState(next);
      agent.become(next);
    } catch (Throwable t) {
      agent.failed(t);
    }
  }

  @Override
  void discard(Agent<S> agent) {}
}
