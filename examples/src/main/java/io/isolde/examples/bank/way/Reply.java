package io.isolde.examples.bank.way;

/**
 * What a way answers to an order.
 *
 * <p>Immutable.
 *
 * @param conflicts how many attempts were in vain because another thread had been faster
 */
public record Reply(Ending ending, int conflicts) {}
