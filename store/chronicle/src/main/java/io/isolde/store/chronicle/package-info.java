/** The backend {@code chronicle:}: bases in Chronicle Map. */
@NullMarked
package io.isolde.store.chronicle;

import org.jspecify.annotations.NullMarked;
