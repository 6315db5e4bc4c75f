package io.isolde.examples.bank.run;

import io.isolde.examples.bank.OrderEntry;
import java.util.List;

/**
 * Some orders of one page of a file, which travel from the reader to a writer together.
 *
 * <p>Immutable.
 *
 * @param bytes how many bytes of the input were read since the previous batch
 */
record Batch(List<OrderEntry> orders, long bytes) {}
