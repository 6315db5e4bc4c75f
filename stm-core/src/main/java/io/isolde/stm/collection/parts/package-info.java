/**
 * What transactional collections are made of, whichever they are: how their methods join
 * transactions, how they count, and entries and spliterators for their views. Stores use the last
 * two, a number that their transactions read first, and the value that a commit is about to give a
 * counter.
 *
 * <p>Depends on refs and transactions, and on no collection. Not API; exported to stores only.
 */
@NullMarked
package io.isolde.stm.collection.parts;

import org.jspecify.annotations.NullMarked;
