/**
 * The backend {@code file:}, whose state is in memory as that of {@code stm:}, and on disk as a
 * journal and a checkpoint. {@link io.isolde.store.file.FileOptions} opens a store with more
 * options than a URI has; {@link io.isolde.store.file.StoreFiles} looks at the files of one that is
 * closed.
 */
@NullMarked
package io.isolde.store.file;

import org.jspecify.annotations.NullMarked;
