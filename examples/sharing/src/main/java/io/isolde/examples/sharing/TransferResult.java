package io.isolde.examples.sharing;

/**
 * The answer of a strategy to a transfer.
 *
 * <p>Immutable.
 *
 * @param conflicts how many attempts were lost because another thread was faster
 */
public record TransferResult(Outcome outcome, int conflicts) {}
