package io.isolde.examples.bank.way;

/**
 * The answer of a way to an order.
 *
 * <p>Immutable.
 *
 * @param conflicts how many attempts were lost because another thread was faster
 */
public record Reply(Ending ending, int conflicts) {}
