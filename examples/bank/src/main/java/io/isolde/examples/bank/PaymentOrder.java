package io.isolde.examples.bank;

/**
 * A request to move money from the payer's account to the payee's.
 *
 * <p>Immutable.
 *
 * @param amount in minor units; an order of zero or less is well-formed, and refused
 */
public record PaymentOrder(String payer, String payee, long amount) {}
