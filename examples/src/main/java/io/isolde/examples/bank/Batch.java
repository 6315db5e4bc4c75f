package io.isolde.examples.bank;

import java.util.List;

/**
 * Some orders of one page of a file, which travel from the reader to a writer together.
 *
 * <p>Immutable.
 *
 * @param bytes how far the input has been read since the batch before
 */
record Batch(List<OrderEntry> orders, long bytes) {}
