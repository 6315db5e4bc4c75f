package io.isolde.examples.bank;

/**
 * An account's name and what it holds.
 *
 * <p>Immutable.
 *
 * @param amount in minor units
 */
public record Balance(String account, long amount) {}
