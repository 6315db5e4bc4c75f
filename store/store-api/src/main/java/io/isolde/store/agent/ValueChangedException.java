package io.isolde.store.agent;

/**
 * A value that was handed over to an agent, or by it, has changed since: it is mutable, and
 * somebody still writes to it. Thrown only by agents that {@linkplain AgentOptions#withValueCheck
 * look}.
 *
 * <p>Where a message is checked, the cause shows where it was sent.
 */
public final class ValueChangedException extends AgentException {
  private static final long serialVersionUID = 1;

  ValueChangedException(String what, Throwable handedOver) {
    super(what + " has changed since it was handed over; hand over immutable values", handedOver);
  }
}
