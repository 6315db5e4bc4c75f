package io.isolde.agent;

/**
 * Thrown when a value has changed after it was handed over to an agent, or by it: the value is
 * mutable, and some code still writes to it. Thrown only by agents with {@linkplain
 * AgentOptions#withValueCheck the value check}.
 *
 * <p>If the value belongs to a message, the cause shows where the message was sent.
 */
public final class ValueChangedException extends AgentException {
  ValueChangedException(String what, Throwable handedOver) {
    super(what + " has changed since it was handed over; hand over immutable values", handedOver);
  }
}
