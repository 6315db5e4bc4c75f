/**
 * The backend {@code file:}, which keeps its state in memory, as {@code stm:} does, and on disk, as
 * a journal and a checkpoint. {@link io.isolde.store.file.FileOptions} opens a store with more
 * options than a URI has; {@link io.isolde.store.file.StoreFiles} verifies and prints the files of
 * a closed store.
 */
@NullMarked
package io.isolde.store.file;

import org.jspecify.annotations.NullMarked;
