/**
 * Transactional collections that are the JDK's own interfaces.
 *
 * <p><b>Concepts.</b> Inside a {@linkplain io.isolde.stm.Stm transaction}, every method of a
 * collection is a part of it; outside, every method is a transaction of its own. Operations on
 * different keys do not conflict, and what asks about a whole collection (a size, an iteration)
 * conflicts only with what changes its answer. Methods that wait are {@link
 * io.isolde.stm.Stm#retry}, and so can be alternatives of {@link io.isolde.stm.Stm#orElse(
 * io.isolde.stm.TransactionBody, io.isolde.stm.TransactionBody) orElse}. Functions given to a
 * method may run more than once, since a transaction may need several attempts.
 *
 * <p><b>Thread-safety.</b> Every collection and view is thread-safe. An iterator is for one thread.
 *
 * <p><b>Memory consistency.</b> That of the refs that hold the elements: what a thread does before
 * it puts an element in <i>happens-before</i> everything after another thread sees it there.
 */
@NullMarked
package io.isolde.stm.collection;

import org.jspecify.annotations.NullMarked;
