/** Tests of the journal, on a disk that crashes on demand. */
@NullMarked
package io.isolde.store.file.journal;

import org.jspecify.annotations.NullMarked;
