package io.isolde.examples.bank;

/**
 * A payment order as it stands in a file.
 *
 * <p>Immutable.
 *
 * @param line the number of its first line, from 1
 * @param id identifies the order across all files; empty when only its line identifies it
 */
public record OrderEntry(long line, String id, PaymentOrder order) {}
