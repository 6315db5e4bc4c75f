package io.isolde.examples.bank;

/**
 * A payment order as it stands in a file.
 *
 * <p>Immutable.
 *
 * @param line the number of its first line, from 1
 * @param id what it is called, in all files; empty when it has no name but its place
 */
record OrderEntry(long line, String id, PaymentOrder order) {}
