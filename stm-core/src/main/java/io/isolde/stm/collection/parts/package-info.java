/**
 * What transactional collections are made of, whichever they are: how their methods join
 * transactions, how they count, and entries and spliterators for their views. The maps of stores
 * use the last two, and their counters ask for the value that a commit is about to give a ref.
 *
 * <p>Depends on refs and transactions, and on no collection. Not API; exported to stores only.
 */
@NullMarked
package io.isolde.stm.collection.parts;

import org.jspecify.annotations.NullMarked;
