/**
 * Transactional collections that implement the JDK's own interfaces.
 *
 * <p><b>Concepts.</b> Inside a {@linkplain io.isolde.stm.Stm transaction}, every method of a
 * collection is part of it; outside, every method is a transaction of its own. Operations on
 * different keys do not conflict, and an operation on a whole collection (a size, an iteration)
 * conflicts only with changes of its result. Methods that wait do so by {@link
 * io.isolde.stm.Stm#retry}, so they can be alternatives of {@link io.isolde.stm.Stm#orElse(
 * io.isolde.stm.TransactionBody, io.isolde.stm.TransactionBody) orElse}. Functions passed to a
 * method may run more than once, since a transaction may need several attempts.
 *
 * <p><b>Thread-safety.</b> Every collection and view is thread-safe. An iterator is confined to one
 * thread.
 *
 * <p><b>Names.</b> Each collection has factories {@code named}. The name, with the part of the
 * collection, is the label of its refs in messages and in a {@link
 * io.isolde.stm.ConflictRecording}, for example {@code 'accounts[bucket 17]'}, {@code
 * 'accounts[size]'} or {@code 'orders[back]'}. Labels show no keys and no elements. A name need not
 * be unique, and costs no memory per entry. A null name is refused with {@link
 * NullPointerException}.
 *
 * <p><b>Memory consistency.</b> That of the refs that hold the elements: what a thread does before
 * it adds an element <i>happens-before</i> everything that another thread does after it has seen
 * the element.
 */
@NullMarked
package io.isolde.stm.collection;

import org.jspecify.annotations.NullMarked;
