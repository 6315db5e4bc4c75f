package io.isolde.examples.sharing;

/**
 * An order to move money between two different accounts that exist.
 *
 * <p>Immutable.
 *
 * @param amount how much to move, more than nothing
 */
public record Transfer(String payer, String payee, long amount) {}
